metadata description = 'The function app on Flex Consumption, and its settings.'

@description('Name of the app; its address begins with it.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the identity it runs as.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('The storage account.')
param storageAccountName string

@description('Container the package is deployed to.')
param deploymentContainerUrl string

@description('Where telemetry is sent.')
param insightsConnectionString string

@description('Workspace of the platform metrics.')
param workspaceId string

@description('Subnet it sends from; empty for none.')
param subnetId string

@description('Memory of one instance in MB.')
param instanceMemoryMB int

@description('Most instances at the same time.')
param maximumInstanceCount int

@description('Instances that are always on, for HTTP and for orchestrations each.')
param alwaysReadyInstances int

@description('Activities at the same time on one instance.')
param activitiesPerInstance int

@description('Orchestrators at the same time on one instance.')
param orchestratorsPerInstance int

@description('Web pages of other origins that may call the API.')
param allowedOrigins array

@description('Public address; empty for the one Azure gives.')
param publicUrl string

@description('Settings from elsewhere: the operator, the vault, the scheduler.')
param settings object

var alwaysReady = [
  { name: 'http', instanceCount: alwaysReadyInstances }
  { name: 'durable', instanceCount: alwaysReadyInstances }
]
var url = empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'videogen' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      // With cookies, as the clients of the multi-model system send theirs; the app takes one from its own site alone.
      cors: { allowedOrigins: filter(allowedOrigins, origin => !contains(origin, '*')), supportCredentials: true }
    }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyInstances == 0 ? [] : alwaysReady
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
    }
  }
}

// Nobody deploys by password.
resource passwords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = [for way in ['ftp', 'scm']: {
  parent: app
  name: way
  properties: { allow: false }
}]

resource appSettings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, {
    AzureWebJobsStorage__accountName: storageAccountName
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    AzureFunctionsJobHost__extensions__durableTask__maxConcurrentActivityFunctions: string(activitiesPerInstance)
    AzureFunctionsJobHost__extensions__durableTask__maxConcurrentOrchestratorFunctions: string(orchestratorsPerInstance)
    AzureWebJobsDisableHomepage: 'true'
    // Above the app's own limit of an upload, so that the app itself can answer one that is too large.
    FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '157286400'
    PUBLIC_URL: url
  })
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Name of the app.')
output name string = app.name

@description('Where it answers.')
output url string = url
