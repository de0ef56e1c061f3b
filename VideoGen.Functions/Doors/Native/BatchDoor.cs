using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using VideoGen.Domain;
using VideoGen.Domain.Jobs;
using VideoGen.Functions.Accounts;
using VideoGen.Functions.Intake;

namespace VideoGen.Functions.Doors.Native;

/// <summary>The native API's starts of more than one job: batches, and variations of a job.</summary>
public sealed class BatchDoor(Callers callers, BatchDesk batches, VariationDesk variations)
{
    [Function("StartBatch")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos/batch")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct, Bodies.LargestWithImage);
        List<BatchItem> items = [.. fields.Parts("items", BatchDesk.Most).Select(Read)];
        var maxCost = fields.Money("maxCost");
        fields.End();

        var batch = await batches.StartAsync(caller, items, maxCost, request.IdempotencyKey(), client, ct);
        var answer = BatchAnswer.Of(batch, request.Origin());
        return Results.Json(answer, NativeJson.Options, statusCode: answer.Refused == 0 ? StatusCodes.Status202Accepted : StatusCodes.Status207MultiStatus);
    }

    [Function("StartVariation")]
    public async Task<IResult> Vary(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/videos/{id}/variations")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = await callers.OfAsync(request, ct);
        var fields = await request.ReadFieldsAsync(ct);
        var variation = new Variation(fields.Text("style"), fields.LargeWhole("seed"), fields.Text("model"), fields.Text("camera"));
        fields.End();

        var (job, _) = await variations.StartAsync(caller, id, variation, request.IdempotencyKey(), client, ct);
        return VideosDoor.Accepted(request, job, VideosDoor.Manage(client, caller, job));
    }

    [Function("ListVariations")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/videos/{id}/variations")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var (group, jobs) = await variations.ListAsync(await callers.OfAsync(request, ct), id, client, ct);
        return Results.Json(
            new VariationsAnswer(group, [.. jobs.Select(Compared.Of)], [.. jobs.Select(job => NativeJson.Write(job, request.Origin()))]), NativeJson.Options);
    }

    private static BatchItem Read(JsonFields fields)
    {
        try
        {
            return new(NativeJson.ReadStart(fields), null);
        }
        catch (ProblemException problem)
        {
            return new(null, problem);
        }
    }

    private sealed record BatchAnswer(string Group, int Accepted, int Refused, IReadOnlyList<ItemAnswer> Items)
    {
        public static BatchAnswer Of(StartedBatch batch, string origin) => new(
            batch.Id,
            batch.Outcomes.Count(outcome => outcome.Job is not null),
            batch.Outcomes.Count(outcome => outcome.Job is null),
            [.. batch.Outcomes.Select((outcome, index) => new ItemAnswer(
                index,
                outcome.Problem?.Kind.Status ?? StatusCodes.Status202Accepted,
                outcome.Job is { } job ? NativeJson.Write(job, origin) : null,
                outcome.Problem is { } problem ? Problems.Write(problem) : null))]);
    }

    private sealed record ItemAnswer(int Index, int Status, JobAnswer? Job, object? Problem);

    private sealed record VariationsAnswer(string Group, IReadOnlyList<Compared> Comparison, IReadOnlyList<JobAnswer> Videos);

    /// <summary>What sets a version apart, and what came of it.</summary>
    private sealed record Compared(
        JobId Id, string? Style, long? Seed, string? Model, string? Camera, JobStatus Status, Mode? Mode, string? MadeBy, double? GenerateSeconds, decimal Charged)
    {
        public static Compared Of(Job job) => new(
            job.Id, job.Request.Style, job.Request.Seed, job.Request.Model, job.Request.Move(), job.Status, job.Mode, job.Model, job.Timings.Generate, job.Cost.Charged);
    }
}
