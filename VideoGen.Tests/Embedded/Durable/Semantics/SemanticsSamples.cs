using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask;
using GoldenAppException = Golden.AppException;
using GoldenException = Golden.DerivedException;

namespace VideoGen.Tests.Embedded.Durable.Semantics;

/// <summary>The orchestrators and activities of the recordings, made anew from their names and what was seen of them.</summary>
internal static class SemanticsSamples
{
    private static readonly RetryPolicy Doubling = new(5, TimeSpan.FromSeconds(1), 2);

    public static void Declare(DurableHost host)
    {
        DeclareActivities(host);
        DeclareBasics(host.Functions);
        DeclareFailures(host.Functions);
        DeclareRetries(host);
        DeclareStatus(host.Functions);
        DeclareEvents(host.Functions);
        DeclareReturns(host.Functions);
        DeclareOddities(host.Functions);
    }

    private static void DeclareActivities(DurableHost host)
    {
        var tries = new ConcurrentDictionary<string, int>();
        Activity(host, "SayHello", (string name) => $"Hello {name}!");
        Activity(host, "Square", (int x) => x * x);
        Activity(host, "Fail", (int? _) => Throw(new GoldenException("outer text", new ArgumentException("inner text"))));
        Activity(host, "Raw", (JsonElement input) => input.GetRawText());
        host.Functions.Activity<int?, int>("Flaky", (id, _, _) =>
        {
            var count = tries.AddOrUpdate(id, 1, (_, before) => before + 1);
            return Task.FromResult(count < 3 ? Throw(new InvalidOperationException($"try {count}")) : count);
        });
    }

    private static void DeclareBasics(LambdaFunctions functions)
    {
        functions.Orchestrator("Hello", async context => new[]
        {
            await context.CallActivityAsync<string>("SayHello", "Tokyo"),
            await context.CallActivityAsync<string>("SayHello", "Seattle"),
            await context.CallActivityAsync<string>("SayHello", "London"),
        });
        functions.Orchestrator("Timer", async context =>
        {
            var before = context.CurrentUtcDateTime;
            var delay = TimeSpan.FromSeconds(context.GetInput<double>());
            await context.CreateTimer(delay, CancellationToken.None);
            return new { WaitedAtLeast = context.CurrentUtcDateTime - before >= delay, Kind = context.CurrentUtcDateTime.Kind.ToString() };
        });
        functions.Orchestrator("FanOut", async context =>
            await Task.WhenAll(Enumerable.Range(1, 5).Select(x => context.CallActivityAsync<int>("Square", x))));
        functions.Orchestrator("Child", context => Task.FromResult<object?>(new
        {
            input = context.GetInput<string>(),
            id = context.InstanceId,
            parentId = context.Parent?.InstanceId,
            parentName = context.Parent?.Name.Name,
            name = context.Name.Name,
        }));
        functions.Orchestrator("Parent", async context => new
        {
            a = await context.CallSubOrchestratorAsync<JsonElement>("Child", "in"),
            b = await context.CallSubOrchestratorAsync<JsonElement>("Child", "in2", new TaskOptions().WithInstanceId($"{context.InstanceId}-child")),
        });
        functions.Orchestrator("ParentWaits", async context =>
            await context.CallSubOrchestratorAsync<JsonElement>("Waiter", null, new TaskOptions().WithInstanceId($"{context.InstanceId}-child")));
    }

    private static void DeclareFailures(LambdaFunctions functions)
    {
        functions.Orchestrator("CatchFail", context => Caught(() => context.CallActivityAsync("Fail")));
        functions.Orchestrator("Unhandled", async context => await context.CallActivityAsync<int>("Fail"));
        functions.Orchestrator("ThrowDirect", context => throw new GoldenException("thrown by the orchestrator", new ArgumentException("inner text")));
        functions.Orchestrator("SubFails", context => Caught(() => context.CallSubOrchestratorAsync("Unhandled")));
        functions.Orchestrator("SubThrows", context => Caught(() => context.CallSubOrchestratorAsync("ThrowDirect")));
        functions.Orchestrator("NoActivity", context => Caught(() => context.CallActivityAsync("DoesNotExist")));
        functions.Orchestrator("NoSub", context => Caught(() => context.CallSubOrchestratorAsync("DoesNotExist")));
        functions.Orchestrator("BadInput", context => Caught(() => context.CallActivityAsync<int>("Square", "not a number")));
    }

    private static void DeclareRetries(DurableHost host)
    {
        host.Functions.Orchestrator("Retry", context => Caught(async () =>
        {
            var before = context.CurrentUtcDateTime;
            var attempts = context.GetInput<int>();
            var policy = attempts == Doubling.MaxNumberOfAttempts ? Doubling : new RetryPolicy(attempts, TimeSpan.FromSeconds(1));
            var result = await context.CallActivityAsync<int>("Flaky", new TaskOptions(policy));
            return new { Result = result, AtLeast3s = context.CurrentUtcDateTime - before >= TimeSpan.FromSeconds(3) };
        }));
        host.Functions.Orchestrator("RetryFilter", async context =>
        {
            var tries = 0;
            var policy = new RetryPolicy(5, TimeSpan.FromSeconds(1)) { HandleFailure = _ => tries++ < 0 };
            var failed = await Assert.ThrowsAsync<TaskFailedException>(() => context.CallActivityAsync<int>("Flaky", new TaskOptions(policy)));
            return new { failed.TaskId, Tries = tries, failed.FailureDetails.ErrorMessage };
        });
        host.Functions.Orchestrator("RetryHandlerO", async context =>
        {
            var seen = new List<int>();
            var result = await context.CallActivityAsync<int>("Flaky", TaskOptions.FromRetryHandler(retry =>
            {
                seen.Add(retry.LastAttemptNumber);
                return true;
            }));
            return new { r = result, seen };
        });
    }

    private static void DeclareStatus(LambdaFunctions functions)
    {
        functions.Orchestrator("StatusObject", async context =>
        {
            context.SetCustomStatus("first");
            context.SetCustomStatus(new { Step = 2, nested = new { A = "b" }, list = new[] { 1, 2 } });
            await context.WaitForExternalEvent<JsonElement>("Go");
            return null;
        });
        functions.Orchestrator("StatusString", async context =>
        {
            context.SetCustomStatus("plain \"text\" é");
            await context.WaitForExternalEvent<JsonElement>("Go");
            context.SetCustomStatus(null);
            return "cleared";
        });
        functions.Orchestrator("StatusBig", context =>
        {
            context.SetCustomStatus(new string('s', context.GetInput<int>()));
            return Task.FromResult<object?>("done");
        });
    }

    private static void DeclareEvents(LambdaFunctions functions)
    {
        functions.Orchestrator("Waiter", async context =>
        {
            context.SetCustomStatus("waiting");
            return await context.WaitForExternalEvent<JsonElement?>("Go");
        });
        functions.Orchestrator("WaitEvent", async context =>
        {
            try
            {
                return new { Got = await context.WaitForExternalEvent<JsonElement>("Go", TimeSpan.FromSeconds(context.GetInput<int>())) };
            }
            catch (TaskCanceledException cancelled)
            {
                return new { Exception = cancelled.GetType().FullName, cancelled.Message };
            }
        });
        functions.Orchestrator("TwoWaiters", async context =>
        {
            var older = context.WaitForExternalEvent<string>("E");
            var newer = context.WaitForExternalEvent<string>("E");
            var first = await Task.WhenAny(older, newer) == newer ? "newer" : "older";
            context.SetCustomStatus(first);
            return new { FirstCompleted = first, Older = await older, Newer = await newer };
        });
        functions.Orchestrator("TwoTypes", async context =>
        {
            try
            {
                _ = context.WaitForExternalEvent<string>("E");
                return await context.WaitForExternalEvent<int>("E");
            }
            catch (ArgumentException refused)
            {
                return new { Exception = refused.GetType().FullName, refused.Message };
            }
        });
        functions.Orchestrator("DeadWaiter", async context =>
        {
            var first = await Record.ExceptionAsync(() => context.WaitForExternalEvent<string>("E", TimeSpan.FromSeconds(1)));
            context.SetCustomStatus("timed out");
            await context.CreateTimer(TimeSpan.FromSeconds(4), CancellationToken.None);
            return new { first = first!.GetType().Name, second = await context.WaitForExternalEvent<string>("E") };
        });
        functions.Orchestrator("CaseEvent", async context => await context.WaitForExternalEvent<string>("GoEvent"));
        functions.Orchestrator("Buffered", async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(3), CancellationToken.None);
            return new[] { await context.WaitForExternalEvent<string>("E"), await context.WaitForExternalEvent<string>("E") };
        });
        functions.Orchestrator("TypedEvent", async context => await context.WaitForExternalEvent<int>("Go"));
        functions.Orchestrator("SendEv", context =>
        {
            context.SendEvent(context.GetInput<string>()!, "Go", new { From = "orch" });
            return Task.FromResult<object?>("sent");
        });
        functions.Orchestrator("CanLoop", async context =>
        {
            var items = context.GetInput<List<string>>() ?? [];
            if (items.Count == 0)
            {
                await context.CreateTimer(TimeSpan.FromSeconds(3), CancellationToken.None);
            }

            items.Add(await context.WaitForExternalEvent<string>("Item"));
            if (items.Count < 3)
            {
                context.ContinueAsNew(items);
            }

            return items;
        });
        functions.Orchestrator("CanDrop", async context =>
        {
            await context.CreateTimer(TimeSpan.FromSeconds(3), CancellationToken.None);
            if (context.GetInput<int>() == 0)
            {
                context.ContinueAsNew(1, preserveUnprocessedEvents: false);
                return null;
            }

            return context.WaitForExternalEvent<string>("Item").IsCompleted ? "kept" : "nothing kept";
        });
    }

    private static void DeclareReturns(LambdaFunctions functions)
    {
        functions.Orchestrator("ReturnNull", _ => Task.FromResult<object?>(null));
        functions.Orchestrator("ReturnVoid", async _ =>
        {
            await Task.CompletedTask;
            return null;
        });
        functions.Orchestrator("ReturnString", _ => Task.FromResult<object?>("a \"quoted\" text, é"));
        functions.Orchestrator("ReturnRecord", _ => Task.FromResult<object?>(
            new { Name = "n", Count = 2, Note = (string?)null, When = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), Items = new[] { 1, 2 } }));
        functions.Orchestrator("ReturnLarge", context => Task.FromResult<object?>(new string('x', context.GetInput<int>())));
        functions.Orchestrator("Echo", context => Task.FromResult<object?>(context.GetInput<JsonElement?>()));
        functions.Orchestrator("Tuples", async context => await context.CallActivityAsync<string>("Raw", (1, "two")));
        functions.Orchestrator("Enums", async context => new
        {
            Day = DayOfWeek.Friday,
            Raw = await context.CallActivityAsync<string>("Raw", new { CamelOrPascal = 1, Day = DayOfWeek.Friday, Nul = (string?)null }),
        });
    }

    private static void DeclareOddities(LambdaFunctions functions)
    {
        var changed = false;
        functions.Orchestrator("OpenTimer", context =>
        {
            _ = context.CreateTimer(TimeSpan.FromSeconds(6), CancellationToken.None);
            return Task.FromResult<object?>("returned");
        });
        functions.Orchestrator("OpenActivity", context =>
        {
            _ = context.CallActivityAsync<int>("Gate");
            return Task.FromResult<object?>("returned");
        });
        functions.Orchestrator("CancelledTimer", async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
            await context.CallActivityAsync<string>("SayHello", "x");
            stop.Cancel();
            var thrown = await Record.ExceptionAsync(() => timer);
            return new { Exception = thrown!.GetType().FullName, timer.IsCanceled };
        });
        functions.Orchestrator("Replay", async context =>
        {
            var beforeFirst = context.IsReplaying;
            await context.CallActivityAsync<string>("SayHello", "x");
            var afterFirst = context.IsReplaying;
            await context.CallActivityAsync<string>("SayHello", "y");
            return new { BeforeFirst = beforeFirst, AfterFirst = afterFirst, AfterSecond = context.IsReplaying };
        });
        functions.Orchestrator("NonDet", async context =>
        {
            if (changed)
            {
                await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
            }

            changed = true;
            return await context.CallActivityAsync<string>("SayHello", "x");
        });
        functions.Orchestrator("RealAwait", async _ =>
        {
            await new TaskCompletionSource().Task;
            return null;
        });
        functions.Orchestrator("Guids", async context =>
        {
            var (t0, g0, g1) = (context.CurrentUtcDateTime, context.NewGuid(), context.NewGuid());
            await context.CallActivityAsync<int>("ToT1");
            var (t1, g2) = (context.CurrentUtcDateTime, context.NewGuid());
            await context.CallActivityAsync<int>("ToT2");
            return new { T0 = t0, T1 = t1, T2 = context.CurrentUtcDateTime, G0 = g0, G1 = g1, G2 = g2 };
        });
    }

    private static void Activity<TInput, TResult>(DurableHost host, string name, Func<TInput, TResult> code) =>
        host.Functions.Activity<TInput, TResult>(name, (_, input, _) => Task.FromResult(code(input)));

    private static async Task<object?> Caught(Func<Task> call) => await Caught(async () =>
    {
        await call();
        return "nothing was thrown";
    });

    private static async Task<object?> Caught<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (TaskFailedException caught)
        {
            var details = caught.FailureDetails;
            return new
            {
                Caught = caught.GetType().FullName,
                caught.Message,
                caught.TaskName,
                caught.TaskId,
                details.ErrorType,
                details.ErrorMessage,
                HasStack = details.StackTrace is not null,
                InnerType = details.InnerFailure?.ErrorType,
                InnerMessage = details.InnerFailure?.ErrorMessage,
                InnerInnerType = details.InnerFailure?.InnerFailure?.ErrorType,
                ByDerived = details.IsCausedBy<GoldenException>(),
                ByApp = details.IsCausedBy<GoldenAppException>(),
                ByException = details.IsCausedBy<Exception>(),
                ByInvalidOperation = details.IsCausedBy<InvalidOperationException>(),
                ByArgument = details.IsCausedBy<ArgumentException>(),
                ExceptionInnerType = caught.InnerException?.GetType().FullName,
                DetailsText = details.ToString(),
            };
        }
    }

    private static int Throw(Exception exception) => throw exception;
}
