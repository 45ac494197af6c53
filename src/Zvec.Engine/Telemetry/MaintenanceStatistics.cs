namespace Zvec.Engine;

/// <summary>What maintenance has done since the collection was opened.</summary>
public sealed class MaintenanceStatistics
{
    /// <summary>How often documents in memory were written into a segment.</summary>
    public long Seals { get; init; }

    /// <summary>How often segments were merged.</summary>
    public long Merges { get; init; }

    /// <summary>How often the missing indexes of a segment were built.</summary>
    public long IndexBuilds { get; init; }

    /// <summary>How often a read-only collection was moved on by its timer, whether there was a newer state or not.</summary>
    public long Refreshes { get; init; }

    /// <summary>How often a job failed.</summary>
    public long Failures { get; init; }

    /// <summary>The last job of each kind that succeeded.</summary>
    public IReadOnlyDictionary<MaintenanceJob, MaintenanceRun> LastRuns { get; init; } = new Dictionary<MaintenanceJob, MaintenanceRun>();

    /// <summary>The last merge; null when there was none since opening.</summary>
    public MaintenanceRun? LastMerge => LastRuns.GetValueOrDefault(MaintenanceJob.Merge);

    /// <summary>The last failure, also when the job has succeeded since; null when there was none.</summary>
    public MaintenanceFailure? LastFailure { get; init; }

    /// <summary>The jobs whose last try failed, and how.</summary>
    public IReadOnlyList<MaintenanceFailure> Failing { get; init; } = [];
}
