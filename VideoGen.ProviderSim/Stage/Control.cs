using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace VideoGen.ProviderSim.Stage;

/// <summary>The prompter's box: <c>/_sim</c> sets what the next requests will meet and tells what came of it.</summary>
internal sealed class Control(SimClock clock, ScriptBook scripts, RequestLog log, MediaHost media, IEnumerable<ISimulatedProvider> providers)
{
    private static readonly string[] _help =
    [
        "POST /_sim/script {script, times?}                    for the next submits",
        "POST /_sim/fault {fault: \"poll=503*3\"}               for whoever comes next",
        "POST /_sim/clock {speed?, advanceSeconds?}",
        "POST /_sim/{provider} {credits?, concurrent?, daily?, disabled?, key?, retired?, urlSeconds?, ...}",
        "POST /_sim/{provider}/tasks/{id}/cancel               as its owner would, elsewhere",
        "GET  /_sim/{provider}/bill",
        "GET  /_sim/log?operation=&task=&after=                every request, without secrets",
        "GET  /_sim/log/polls                                  per task: count and smallest spacing",
        "GET  /_sim/outputs/{task}/{file}                      length and SHA-256 of what the media host serves",
        "POST /_sim/reset",
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        var sim = routes.MapGroup("/_sim").AddEndpointFilter(AnswerWrongInputAsync);
        sim.MapGet("/", () => _help);
        sim.MapPost("/script", (JsonObject body) => scripts.Queue(Script.Parse(Text(body, "script")), body["times"]?.GetValue<int>() ?? 1));
        sim.MapPost("/fault", (JsonObject body) =>
        {
            foreach (var fault in Script.Parse(Text(body, "fault")).Faults)
            {
                scripts.Next.Add(fault);
            }
        });
        sim.MapPost("/clock", (JsonObject body) =>
        {
            clock.Speed = body["speed"]?.GetValue<double>() ?? clock.Speed;
            clock.Advance(TimeSpan.FromSeconds(body["advanceSeconds"]?.GetValue<double>() ?? 0));
        });
        sim.MapGet("/log", (string? operation, string? task, long? after) => log.Entries.Where(entry =>
            (operation is null || entry.Operation == operation) && (task is null || entry.Task == task) && entry.Number > (after ?? 0)));
        sim.MapGet("/log/polls", () => log.Polls);
        sim.MapGet("/outputs/{task}/{file}", TellAsync);
        sim.MapPost("/reset", Reset);
        foreach (var provider in providers)
        {
            sim.MapPost($"/{provider.Name}", (JsonObject body) => provider.Configure(body));
            sim.MapGet($"/{provider.Name}/bill", provider.Bill);
            sim.MapPost($"/{provider.Name}/tasks/{{task}}/cancel", (string task) => provider.CancelElsewhere(task) ? Results.NoContent() : Results.NotFound());
        }
    }

    private async Task<IResult> TellAsync(string task, string file, CancellationToken ct)
    {
        if (media.Find(task, file) is not { } output)
        {
            return Results.NotFound();
        }

        await using var content = output.Open();
        return Results.Ok(new { content.Length, output.ContentType, sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) });
    }

    private void Reset()
    {
        scripts.Clear();
        log.Clear();
        media.Clear();
        foreach (var provider in providers)
        {
            provider.Reset();
        }
    }

    private static string Text(JsonObject body, string name) => body[name]?.GetValue<string>() ?? throw new FormatException($"\"{name}\" is missing.");

    private static async ValueTask<object?> AnswerWrongInputAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException)
        {
            return Results.Json(new { error = wrong.Message }, statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
