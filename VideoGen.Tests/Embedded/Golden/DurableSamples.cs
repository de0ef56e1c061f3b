using System.Text.Json;
using Golden;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace VideoGen.Tests.Embedded.Golden;

/// <summary>The orchestrations and their starters that the recorded requests call.</summary>
internal static class DurableSamples
{
    [Function("Hello")]
    public static async Task<string[]> Hello([OrchestrationTrigger] TaskOrchestrationContext context) =>
    [
        await context.CallActivityAsync<string>("SayHello", "Tokyo"),
        await context.CallActivityAsync<string>("SayHello", "Seattle"),
        await context.CallActivityAsync<string>("SayHello", "London"),
    ];

    [Function("SayHello")]
    public static string SayHello([ActivityTrigger] string city) => $"Hello {city}!";

    [Function("Waiter")]
    public static async Task<JsonElement> Waiter([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("waiting");
        return await context.WaitForExternalEvent<JsonElement>("Go");
    }

    [Function("Unhandled")]
    public static Task Unhandled([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Fail");

    [Function("Fail")]
    public static void Fail([ActivityTrigger] object? input) => throw new DerivedException("outer text");

    [Function("Echo")]
    public static JsonElement? Echo([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<JsonElement?>();

    [Function("ReturnNull")]
    public static object? ReturnNull([OrchestrationTrigger] TaskOrchestrationContext context) => null;

    [Function("ReturnString")]
    public static string ReturnString([OrchestrationTrigger] TaskOrchestrationContext context) => "a \"quoted\" text, é";

    [Function("RewindMe")]
    public static Task RewindMe([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Fail");

    [Function("Start")]
    public static async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client)
    {
        try
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync(name, null, new StartOrchestrationOptions(request.Query["id"]));
            return new ContentResult { StatusCode = 202, ContentType = "application/json", Content = JsonSerializer.Serialize(new { id }) };
        }
        catch (Exception error)
        {
            return HttpSamples.Shown(error);
        }
    }

    [Function("Payload")]
    public static IActionResult Payload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payload/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client) =>
        new OkObjectResult(client.CreateHttpManagementPayload(id));

    [Function("PayloadResult")]
    public static IResult PayloadResult(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "payloadr/{id}")] HttpRequest request, string id, [DurableClient] DurableTaskClient client) =>
        Results.Json(client.CreateHttpManagementPayload(id));
}
