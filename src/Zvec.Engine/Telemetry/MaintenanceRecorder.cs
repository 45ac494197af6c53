using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Zvec.Engine.Telemetry;

/// <summary>Keeps what maintenance does and where it fails: for statistics, metrics and the log.</summary>
/// <param name="collection">The name of the collection.</param>
/// <param name="logger">Receives events.</param>
/// <param name="time">The clock.</param>
internal sealed class MaintenanceRecorder(string collection, ILogger logger, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MaintenanceJob, long> _counts = [];
    private readonly Dictionary<MaintenanceJob, MaintenanceRun> _runs = [];
    private readonly Dictionary<MaintenanceJob, MaintenanceFailure> _failing = [];
    private MaintenanceFailure? _lastFailure;
    private long _failures;

    public ILogger Logger => logger;

    /// <summary>What has happened so far.</summary>
    public MaintenanceStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return new MaintenanceStatistics
                {
                    Seals = _counts.GetValueOrDefault(MaintenanceJob.Seal),
                    Merges = _counts.GetValueOrDefault(MaintenanceJob.Merge),
                    IndexBuilds = _counts.GetValueOrDefault(MaintenanceJob.Index),
                    Refreshes = _counts.GetValueOrDefault(MaintenanceJob.Refresh),
                    Failures = _failures,
                    LastRuns = new Dictionary<MaintenanceJob, MaintenanceRun>(_runs),
                    LastFailure = _lastFailure,
                    Failing = [.. _failing.Values.OrderBy(failure => failure.At)],
                };
            }
        }
    }

    /// <summary>The time stamp that a job begins with.</summary>
    public static long Begin() => Stopwatch.GetTimestamp();

    /// <summary>Keeps a job that succeeded.</summary>
    /// <param name="job">The job.</param>
    /// <param name="started">What <see cref="Begin"/> returned.</param>
    /// <param name="documents">Documents of the segment that was made or indexed.</param>
    public void Succeeded(MaintenanceJob job, long started, long documents)
    {
        TimeSpan duration = Stopwatch.GetElapsedTime(started);
        bool hadFailed;
        lock (_lock)
        {
            _counts[job] = _counts.GetValueOrDefault(job) + 1;
            _runs[job] = new MaintenanceRun(job, time.GetUtcNow(), duration, documents);
            hadFailed = _failing.Remove(job);
        }

        Measure(job, duration, error: null);
        if (hadFailed)
            EngineLog.JobSucceedsAgain(logger, job, collection);
        LogLevel level = LevelOf(job);
        EngineLog.JobDone(logger, level, job, collection, documents, duration.TotalMilliseconds);
    }

    /// <summary>Keeps a job that failed.</summary>
    /// <param name="job">The job.</param>
    /// <param name="started">What <see cref="Begin"/> returned.</param>
    /// <param name="exception">Why.</param>
    public void Failed(MaintenanceJob job, long started, Exception exception)
    {
        string error = EngineMeter.ErrorOf(exception);
        var failure = new MaintenanceFailure(job, time.GetUtcNow(), error, exception.Message);
        lock (_lock)
        {
            _failures++;
            _lastFailure = failure;
            _failing[job] = failure;
        }

        Measure(job, Stopwatch.GetElapsedTime(started), error);
        EngineLog.JobFailed(logger, exception, job, collection);
    }

    private static LogLevel LevelOf(MaintenanceJob job) =>
        job is MaintenanceJob.Merge or MaintenanceJob.Index ? LogLevel.Information : LogLevel.Debug;

    private void Measure(MaintenanceJob job, TimeSpan duration, string? error)
    {
        if (!EngineMeter.MaintenanceDuration.Enabled)
            return;
        var tags = new TagList
        {
            { AttributeName.System, ZvecTelemetry.SystemName },
            { AttributeName.Collection, collection },
            { AttributeName.Job, NameOf(job) },
        };
        if (error is not null)
            tags.Add(AttributeName.Error, error);
        EngineMeter.MaintenanceDuration.Record(duration.TotalSeconds, tags);
    }

    private static string NameOf(MaintenanceJob job) => job switch
    {
        MaintenanceJob.Seal => "seal",
        MaintenanceJob.Merge => "merge",
        MaintenanceJob.Index => "index",
        _ => "refresh",
    };
}
