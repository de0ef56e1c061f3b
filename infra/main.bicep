targetScope = 'subscription'

metadata description = 'VideoGen on Azure Functions, whole: docs/deploy.md says how to use it.'

@description('Name of the environment. With the region it decides every resource name.')
@minLength(1)
@maxLength(32)
param environmentName string

@description('Region of every resource. It must offer Flex Consumption and, where that is chosen, the Durable Task Scheduler.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('Where orchestrations are kept: in the storage account, or in a Durable Task Scheduler. The package must be made for the same one.')
@allowed(['storage', 'scheduler'])
param durableBackend string = 'storage'

@description('Kind of scheduler, where there is one: paid by action, or reserved by the hour for a steady high load.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('Closes storage and vault to the public network. The app then reaches them through private endpoints.')
param privateNetwork bool = false

@description('Copies of what is stored: within one data centre, over the zones of the region, or also in a second region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS'])
param storageSku string = 'Standard_LRS'

@description('Memory of one instance in MB. 2048 comes with one core, which is what ffmpeg wants.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at the same time: the upper limit of what compute may cost.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 100

@description('Instances that are always on, for HTTP and for orchestrations each: no cold start, but paid for all day.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Activities at the same time on one instance. Most wait for the network; ffmpeg keeps its own line, one at a time per core.')
@minValue(1)
@maxValue(100)
param activitiesPerInstance int = 10

@description('Orchestrators at the same time on one instance.')
@minValue(1)
@maxValue(200)
param orchestratorsPerInstance int = 50

@description('Public address, where a domain of your own leads to the app. Empty for the address Azure gives.')
param publicUrl string = ''

@description('Web pages of other origins that may call the API, such as https://studio.example.com. None by default; entries with a wildcard are left out.')
param allowedOrigins array = []

@description('Who is told when an alert fires. Empty: alerts are only shown in the portal.')
param alertEmail string = ''

@description('Failed jobs within 15 minutes from which an alert fires.')
@minValue(1)
param failedJobsAlertThreshold int = 5

@description('Days until telemetry is deleted.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most telemetry taken in on one day, in GB; -1 for no limit.')
@minValue(-1)
param dailyLogLimitGB int = 5

@description('Days until a stored file moves to the cool tier, which is cheaper to keep and dearer to read. 0: never.')
@minValue(0)
param coolAfterDays int = 30

@description('Days until a stored file is deleted, whatever its record says. 0: never; the app has a retention of its own.')
@minValue(0)
param deleteAfterDays int = 0

@description('Days in which a deleted file can still be restored. 0: none.')
@minValue(0)
@maxValue(365)
param restoreDays int = 7

@description('Forbids to purge the vault or a secret before its 7 days are over. Once on, it cannot be turned off.')
param vaultPurgeProtection bool = true

@description('Further settings of the app by name (docs/configuration.md). No secrets: those belong into the vault.')
param settings object = {}

@description('Names of settings whose secret was put into the vault by hand, such as RUNWAY_API_KEY: the vault then holds RUNWAY-API-KEY.')
param secretsInVault array = []

@description('Keys that callers send, with commas between them. Without any, and no other AUTH_MODE, nobody is answered.')
@secure()
param apiKey string = ''

@description('Keys of administrators, with commas between them.')
@secure()
param adminKey string = ''

@description('Secret that the tokens of callers are signed with, where AUTH_MODE is jwt and their issuer publishes no keys.')
@secure()
param jwtSecret string = ''

@description('Keys of Runway, with commas between them.')
@secure()
param runwayApiKey string = ''

@description('Keys of Google, with commas between them.')
@secure()
param geminiApiKey string = ''

@description('Keys of Kling, with commas between them.')
@secure()
param klingApiKey string = ''

@description('Keys of fal, through which Pika is reached, with commas between them.')
@secure()
param pikaApiKey string = ''

@description('Key of the fal account, where its balance may be read; the others only make videos.')
@secure()
param falAdminKey string = ''

@description('Key of the language model that enhances prompts.')
@secure()
param openAiApiKey string = ''

@description('Secret by which messages to WEBHOOK_URL_VIDEO are signed.')
@secure()
param webhookSecret string = ''

@description('Key by which the secrets of subscribers are encrypted where they are stored: 32 bytes in base64.')
@secure()
param webhookKey string = ''

@description('Secret by which messages from Google are verified.')
@secure()
param geminiWebhookSecret string = ''

@description('Secret by which messages from Kling are verified.')
@secure()
param klingWebhookSecret string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var onScheduler = durableBackend == 'scheduler'

// A closed account can be fetched from by nobody, however well signed the address.
var withheld = privateNetwork ? { SIGNED_URL_MINUTES: '0' } : {}

// Setting -> secret. Only what is given, or lies in the vault already, becomes a setting of the app.
var secrets = {
  API_KEY: apiKey
  ADMIN_KEY: adminKey
  JWT_SECRET: jwtSecret
  RUNWAY_API_KEY: runwayApiKey
  GEMINI_API_KEY: geminiApiKey
  KLING_API_KEY: klingApiKey
  PIKA_API_KEY: pikaApiKey
  FAL_ADMIN_KEY: falAdminKey
  OPENAI_API_KEY: openAiApiKey
  WEBHOOK_SECRET: webhookSecret
  WEBHOOK_KEY: webhookKey
  GEMINI_WEBHOOK_SECRET: geminiWebhookSecret
  KLING_WEBHOOK_SECRET: klingWebhookSecret
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    componentName: 'appi-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    retentionDays: logRetentionDays
    dailyLimitGB: dailyLogLimitGB
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    sku: storageSku
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    holdsOrchestrations: !onScheduler
    privateSubnetId: privateNetwork ? network!.outputs.endpointSubnetId : ''
    privateZoneIds: privateNetwork ? network!.outputs.zoneIds : {}
    coolAfterDays: coolAfterDays
    deleteAfterDays: deleteAfterDays
    restoreDays: restoreDays
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
    purgeProtection: vaultPurgeProtection
    privateSubnetId: privateNetwork ? network!.outputs.endpointSubnetId : ''
    privateZoneIds: privateNetwork ? network!.outputs.zoneIds : {}
    settingNames: objectKeys(secrets)
    secrets: secrets
    secretsInVault: secretsInVault
  }
}

module scheduler 'modules/scheduler.bicep' = if (onScheduler) {
  name: 'scheduler'
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    sku: schedulerSku
    principalId: identity.outputs.principalId
    clientId: identity.outputs.clientId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    insightsConnectionString: monitoring.outputs.connectionString
    workspaceId: monitoring.outputs.workspaceId
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    activitiesPerInstance: activitiesPerInstance
    orchestratorsPerInstance: orchestratorsPerInstance
    allowedOrigins: allowedOrigins
    publicUrl: publicUrl
    settings: union(withheld, settings, onScheduler ? scheduler!.outputs.settings : {}, vault.outputs.references)
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    email: alertEmail
    failedJobsThreshold: failedJobsAlertThreshold
  }
}

@description('Where the service answers.')
output VIDEOGEN_URL string = app.outputs.url

@description('The function app.')
output VIDEOGEN_APP string = app.outputs.name

@description('Whether it is ready, and what is off. Open to all.')
output VIDEOGEN_HEALTH_URL string = '${app.outputs.url}/api/health'

@description('Prints the key that callers send as x-functions-key, to whoever may read the secrets of the vault.')
output VIDEOGEN_KEY_COMMAND string = 'az keyvault secret show --vault-name ${vault.outputs.name} --name API-KEY --query value --output tsv'

@description('The vault of all keys.')
output VIDEOGEN_VAULT string = vault.outputs.name

@description('The resource group of it all.')
output AZURE_RESOURCE_GROUP string = group.name
