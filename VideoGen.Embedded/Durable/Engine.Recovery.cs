namespace VideoGen.Embedded.Durable;

internal sealed partial class Engine
{
    /// <summary>The sequence number under which the timer of a start that is ahead is kept.</summary>
    private const int StartTimer = int.MaxValue;

    /// <summary>Takes up every instance that has not ended: sets its timers, delivers its messages, and runs again the activities that had not ended.</summary>
    public void Start()
    {
        var (lastNo, lastInboxNo) = _database.Read(InstanceStore.LastNumbers);
        // Numbers begin above any that a purged instance may have had, so that a late answer never finds a wrong receiver.
        _lastNo = Math.Max(lastNo, (_clock.GetUtcNow().ToUnixTimeSeconds() - 1_700_000_000) << 20);
        _lastInboxNo = lastInboxNo;
        Dictionary<long, Instance> byNo = [];
        List<Instance> due = [];
        _database.Read(reader =>
        {
            foreach (var (instance, history) in InstanceStore.ReadOpen(reader))
            {
                byNo.Add(instance.No, instance);
                _open[instance.Id] = instance;
                if (Recover(instance, history)) due.Add(instance);
            }

            return byNo.Count;
        });

        // All is known before anything runs: what runs adds messages of its own, which must not be delivered twice.
        var inbox = _database.Read(InstanceStore.ReadInbox);
        var timers = byNo.Values.SelectMany(instance => instance.Timers.Values).ToLookup(timer => timer.FireAt <= Now);
        foreach (var timer in timers[false])
        {
            _timers.Add(timer);
        }

        foreach (var (no, target, content) in inbox)
        {
            if (byNo.TryGetValue(target, out var instance)) Post(instance, new Message(content) { InboxNo = no });
        }

        due.ForEach(Wake);
        Fire([.. timers[true].OrderBy(timer => timer.FireAt)]);
    }

    /// <summary>Reads from the history what the instance waits for, without running its code; true when it has something to do.</summary>
    private static bool Recover(Instance instance, List<HistoryRow> history)
    {
        HashSet<int> openActivities = [];
        Dictionary<int, DateTime> timers = [];
        foreach (var row in history)
        {
            if (row.Processed)
            {
                instance.Held.Clear();
                instance.LastEpisode = row.At;
                instance.Started();
            }
            else
            {
                instance.Held.AddRange(row.Events);
            }

            foreach (var entry in row.Events)
            {
                switch (entry.Kind)
                {
                    case EventKind.TaskScheduled:
                        openActivities.Add(entry.TaskId);
                        break;
                    case EventKind.TaskCompleted or EventKind.TaskFailed:
                        openActivities.Remove(entry.TaskId);
                        break;
                    case EventKind.TimerCreated:
                        timers[entry.TaskId] = entry.FireAt!.Value;
                        break;
                    case EventKind.TimerFired:
                        timers.Remove(entry.TaskId);
                        break;
                }
            }
        }

        instance.WasScheduled = instance.StartAt is not null;
        if (instance.Held.Count == 0) instance.StartAt = null;
        else if (instance.StartAt is { } startAt) timers[StartTimer] = startAt;
        foreach (var (taskId, fireAt) in timers)
        {
            instance.Timers.Add(taskId, new TimerEntry(instance, taskId, fireAt));
        }

        instance.IsRecovered = openActivities.Count > 0;
        return instance.IsRecovered || (instance.Held.Count > 0 && instance.StartAt is null);
    }

    /// <summary>Runs again the activities that the last process began or was about to begin.</summary>
    private void Redispatch(Instance instance)
    {
        instance.IsRecovered = false;
        instance.Run ??= Load(instance);
        foreach (var task in instance.Run.OpenTasks.ToArray())
        {
            if (task.Action.Event.Kind == EventKind.TaskScheduled) Queue(new ActivityWork(this, instance, task.Action));
        }
    }
}
