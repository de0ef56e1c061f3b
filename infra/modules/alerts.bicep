metadata description = 'What somebody should be told of, read from the log of the app.'

@description('Part of the resource names.')
param token string

@description('Region.')
param location string

@description('Tags.')
param tags object

@description('Workspace the log is in.')
param workspaceId string

@description('Who is told; empty for nobody.')
param email string

@description('Failed jobs within 15 minutes from which the alert fires.')
param failedJobsThreshold int

// Each begins as the app writes it; a test holds these words and the app's own together.
var alerts = [
  {
    name: 'failed-jobs'
    title: 'Jobs fail'
    query: 'AppTraces | where Message startswith "Job " and Message has "Failed by"'
    from: failedJobsThreshold
    severity: 2
  }
  {
    name: 'exhausted-credits'
    title: 'A provider key has no credits'
    query: 'AppTraces | where Message startswith "Submit " and Message has "CreditsExhausted"'
    from: 1
    severity: 2
  }
  {
    name: 'unknown-submissions'
    title: 'A paid submission has an unknown outcome and waits to be resolved'
    query: 'AppTraces | where Message startswith "Submit " and Message has ": Unknown"'
    from: 1
    severity: 1
  }
  {
    name: 'dead-letters'
    title: 'A webhook was given up, or its subscription disabled'
    query: 'AppTraces | where Message startswith "Webhook " and (Message has "given up" or Message has "is disabled")'
    from: 1
    severity: 3
  }
  {
    name: 'server-errors'
    title: 'Requests end with a server error'
    query: 'AppRequests | where toint(ResultCode) >= 500'
    from: 5
    severity: 2
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'videogen'
    enabled: true
    emailReceivers: [
      {
        name: 'operator'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in alerts: {
  name: '${alert.name}-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: alert.title
    severity: alert.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    // The tables are there only once the first telemetry has come in.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: alert.query
          timeAggregation: 'Count'
          operator: 'GreaterThanOrEqual'
          threshold: alert.from
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: { actionGroups: empty(email) ? [] : [people.id] }
  }
}]
