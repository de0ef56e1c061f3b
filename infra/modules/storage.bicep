metadata description = 'The one storage account: host leases and keys, the deployed package, our tables and files and, unless a scheduler keeps them, the orchestrations.'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Kind of redundancy.')
param sku string

@description('Identity of the app.')
param principalId string

@description('Workspace that the transactions are counted in.')
param workspaceId string

@description('Whether Durable Functions keeps its queues and tables here.')
param holdsOrchestrations bool

@description('Subnet of the private endpoints; empty for an account that is open to the network.')
param privateSubnetId string

@description('Private DNS zones by the service they serve.')
param privateZoneIds object

@description('Days until a file moves to the cool tier; 0 for never.')
param coolAfterDays int

@description('Days until a file is deleted; 0 for never.')
param deleteAfterDays int

@description('Days in which a deleted file can be restored; 0 for none.')
param restoreDays int

var isPrivate = !empty(privateSubnetId)
var services = ['blob', 'queue', 'table']
var tables = ['deliveries', 'idempotency', 'jobs', 'keys', 'leases', 'points', 'submits', 'subscriptions', 'tallies']
var containers = ['deployments', 'media']

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var roles = union([blobDataOwner, tableDataContributor], holdsOrchestrations ? [queueDataContributor] : [])

var cooling = coolAfterDays == 0 ? {} : { tierToCool: { daysAfterModificationGreaterThan: coolAfterDays } }
var deleting = deleteAfterDays == 0 ? {} : { delete: { daysAfterModificationGreaterThan: deleteAfterDays } }

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: restoreDays == 0 ? { enabled: false } : { enabled: true, days: restoreDays }
    containerDeleteRetentionPolicy: restoreDays == 0 ? { enabled: false } : { enabled: true, days: restoreDays }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = [for containerName in containers: {
  parent: blobs
  name: containerName
  properties: { publicAccess: 'None' }
}]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [for tableName in tables: {
  parent: tableService
  name: tableName
}]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = if (coolAfterDays > 0 || deleteAfterDays > 0) {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'media'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['media/']
            }
            actions: { baseBlob: union(cooling, deleting) }
          }
        }
      ]
    }
  }
}

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  name: guid(account.id, principalId, role)
  scope: account
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

module endpoints 'endpoint.bicep' = [for service in services: if (isPrivate) {
  name: 'endpoint-${service}'
  params: {
    name: 'pe-${name}-${service}'
    location: location
    tags: tags
    subnetId: privateSubnetId
    targetId: account.id
    service: service
    zoneId: isPrivate ? privateZoneIds[service] : ''
  }
}]

// Counts of transactions, which are what durable storage costs; and who deleted a file.
resource blobDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource queueDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: queueService
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource tableDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: tableService
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

@description('Name of the account.')
output name string = account.name

@description('Where the deployed package is kept.')
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${containers[0]}'
