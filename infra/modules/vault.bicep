metadata description = 'The vault of all keys and secrets. The app gets references; no value is ever a setting or an output.'

@description('Name of the vault.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Identity of the app.')
param principalId string

@description('Workspace that every access is noted in.')
param workspaceId string

@description('Whether nothing can be purged before its 7 days are over.')
param purgeProtection bool

@description('Subnet of the private endpoint; empty for a vault that is open to the network.')
param privateSubnetId string

@description('Private DNS zones by the service they serve.')
param privateZoneIds object

@description('Names of the settings that are secrets.')
param settingNames array

@description('Values by name of the setting. An empty one writes nothing.')
@secure()
param secrets object

@description('Names of settings whose secret lies in the vault already.')
param secretsInVault array

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var isPrivate = !empty(privateSubnetId)
var known = filter(settingNames, setting => !empty(secrets[setting]) || contains(secretsInVault, setting))

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: purgeProtection ? true : null
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

// A name in a vault has no underscores.
resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = [for setting in settingNames: if (!empty(secrets[setting])) {
  parent: vault
  name: replace(setting, '_', '-')
  properties: { value: secrets[setting] }
}]

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, secretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

module endpoint 'endpoint.bicep' = if (isPrivate) {
  name: 'endpoint-vault'
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    subnetId: privateSubnetId
    targetId: vault.id
    service: 'vault'
    zoneId: isPrivate ? privateZoneIds.vault : ''
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

@description('Name of the vault.')
output name string = vault.name

@description('Settings of the app that refer to a secret: names and addresses, no values.')
output references object = toObject(known, setting => setting, setting => '@Microsoft.KeyVault(SecretUri=https://${name}${environment().suffixes.keyvaultDns}/secrets/${replace(setting, '_', '-')}/)')
