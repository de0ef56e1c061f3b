using System.Diagnostics.Metrics;

namespace VideoGen.Embedded.Durable;

/// <summary>Counts what orchestrations come to: what a storage account or a scheduler would be paid for.</summary>
internal sealed class EngineMeter(Meter meter)
{
    private readonly Counter<long> _episodes = meter.CreateCounter<long>(
        "videogen.embedded.durable.episodes", description: "Turns of an orchestrator: what came in is taken, the code goes on, what it asks for is stored.");

    private readonly Counter<long> _messages = meter.CreateCounter<long>(
        "videogen.embedded.durable.messages", description: "What orchestrators were told: results, timers, events.");

    private readonly Counter<long> _actions = meter.CreateCounter<long>(
        "videogen.embedded.durable.actions", description: "What orchestrators asked for: activities, timers, sub-orchestrations, events.");

    private readonly Counter<long> _generations = meter.CreateCounter<long>(
        "videogen.embedded.durable.generations", description: "Orchestrators that continued as new.");

    public void Count(EpisodeCommit commit)
    {
        if (!_episodes.Enabled) return;

        _episodes.Add(1);
        foreach (var message in commit.Mail)
        {
            _messages.Add(1, Kind(message.Content));
        }

        foreach (var action in commit.Actions)
        {
            _actions.Add(1, Kind(action.Event));
        }

        if (commit.Next is not null)
        {
            _generations.Add(1);
        }
    }

    private static KeyValuePair<string, object?> Kind(HistoryEvent entry) => new("kind", entry.Kind);
}
