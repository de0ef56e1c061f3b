using System.Globalization;

namespace VideoGen.ProviderSim.Stage;

/// <summary>Something that goes wrong with one exchange, at the level of HTTP or below.</summary>
/// <param name="Kind">A status such as <c>503</c>, or one of <see cref="Kinds"/>.</param>
/// <param name="Argument">After a colon: <c>429:retry=30</c>, <c>503:date=30</c>, a provider's own code such as <c>429:1302</c> or <c>200:1102</c>, <c>slow:10</c> seconds, <c>drip:4096</c> bytes a second.</param>
/// <param name="AfterTheFact">Written <c>created-</c>: the request is carried out first, and only its answer is lost.</param>
/// <param name="Times">How many exchanges it spoils.</param>
internal sealed record Fault(string Kind, string? Argument, bool AfterTheFact, int Times)
{
    private const string After = "created-";

    /// <summary>
    /// <c>html</c> a gateway's 502 page · <c>close</c> the connection ends without an answer · <c>hang</c> no answer ever · <c>cut</c> JSON broken off ·
    /// <c>extra</c> fields nobody knows · <c>slow</c> first byte · <c>drip</c> byte by byte · <c>reset</c> in the middle of the body · <c>short</c> of its Content-Length.
    /// </summary>
    public static readonly IReadOnlySet<string> Kinds = new HashSet<string> { "html", "close", "hang", "cut", "extra", "slow", "drip", "reset", "short" };

    public int? Status => int.TryParse(Kind, CultureInfo.InvariantCulture, out var status) ? status : null;

    public double Number => double.TryParse(Argument, CultureInfo.InvariantCulture, out var number) ? number : 1;

    public static Fault Parse(string text)
    {
        var (body, times) = Repeat.Split(text.Trim());
        var after = body.StartsWith(After, StringComparison.Ordinal);
        var parts = (after ? body[After.Length..] : body).Split(':', 2);
        var fault = new Fault(parts[0], parts.ElementAtOrDefault(1), after, times);
        return fault.Status is 200 or (>= 400 and <= 599) || Kinds.Contains(fault.Kind) ? fault : throw new FormatException($"There is no fault \"{text}\".");
    }
}

internal sealed record PlannedFault(string Operation, Fault Fault);

/// <summary>Faults waiting for their exchange, each operation's in order.</summary>
internal sealed class FaultQueue(IEnumerable<PlannedFault> planned)
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _planned = [.. planned];

    public void Add(PlannedFault fault)
    {
        lock (_gate)
        {
            _planned.Add(fault);
        }
    }

    public Fault? Take(string operation)
    {
        lock (_gate)
        {
            var at = _planned.FindIndex(planned => planned.Operation == operation);
            if (at < 0)
            {
                return null;
            }

            var fault = _planned[at].Fault;
            if (fault.Times == 1)
            {
                _planned.RemoveAt(at);
            }
            else if (fault.Times < Repeat.Always)
            {
                _planned[at] = new PlannedFault(operation, fault with { Times = fault.Times - 1 });
            }

            return fault;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _planned.Clear();
        }
    }
}
