using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace VideoGen.ProviderSim.Stage;

/// <summary>Which script a request plays: the header's, else the prompt's <c>[sim: ...]</c>, else the next one queued, else the usual one.</summary>
internal sealed partial class ScriptBook
{
    private const string Header = "X-Sim-Script";
    private const int Remembered = 100_000;

    private readonly Lock _gate = new();
    private readonly List<Script> _queued = [];
    private readonly ConcurrentDictionary<string, FaultQueue> _submits = new();
    private readonly ConcurrentDictionary<string, FaultQueue> _tasks = new();

    /// <summary>Faults for whoever comes next.</summary>
    public FaultQueue Next { get; } = new([]);

    public void Queue(Script script, int times)
    {
        lock (_gate)
        {
            _queued.AddRange(Enumerable.Repeat(script, times));
        }
    }

    /// <summary>The script of a request that was accepted as this task; a queued one is used up by it.</summary>
    public Script Assign(HttpContext context, string body, string taskId)
    {
        var script = Written(context, body) ?? Queued(context, take: true) ?? Script.Usual;
        if (script.Faults is not [] && _tasks.Count < Remembered)
        {
            _tasks[taskId] = new FaultQueue(script.Faults);
        }

        return script;
    }

    /// <summary>The fault of a submit. The count is kept by request, as a repeated one brings the same script again.</summary>
    public Fault? TakeForSubmit(HttpContext context, string body)
    {
        var script = Written(context, body) ?? Queued(context, take: false);
        return script is null or { Faults: [] } || _submits.Count >= Remembered
            ? null
            : _submits.GetOrAdd($"{context.Request.Path}\n{context.Request.Headers[Header]}\n{body}", _ => new FaultQueue(script.Faults)).Take(Operation.Submit);
    }

    public Fault? TakeForTask(string taskId, string operation) => _tasks.GetValueOrDefault(taskId)?.Take(operation);

    public void Clear()
    {
        lock (_gate)
        {
            _queued.Clear();
        }

        Next.Clear();
        _submits.Clear();
        _tasks.Clear();
    }

    private static Script? Written(HttpContext context, string body)
    {
        var header = context.Request.Headers[Header];
        var texts = header.Count > 0 ? header.Select(text => text!) : Marker().Matches(body).Select(match => match.Groups[1].Value);
        return texts.Select(Script.Parse).FirstOrDefault(script => script.IsFor(context.Request.Path));
    }

    private Script? Queued(HttpContext context, bool take)
    {
        lock (_gate)
        {
            var at = _queued.FindIndex(script => script.IsFor(context.Request.Path));
            if (at < 0)
            {
                return null;
            }

            var script = _queued[at];
            if (take)
            {
                _queued.RemoveAt(at);
            }

            return script;
        }
    }

    [GeneratedRegex(@"\[sim:([^\]]*)\]")]
    private static partial Regex Marker();
}
