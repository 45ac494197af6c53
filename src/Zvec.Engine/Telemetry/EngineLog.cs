using Microsoft.Extensions.Logging;

namespace Zvec.Engine.Telemetry;

/// <summary>The events of the engine; <see cref="ZvecEventIds"/> has their ids.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(
        EventId = ZvecEventIds.MaintenanceFailed,
        EventName = nameof(ZvecEventIds.MaintenanceFailed),
        Level = LogLevel.Error,
        Message = "{Job} failed in collection '{Collection}' and will be tried again")]
    public static partial void JobFailed(ILogger logger, Exception exception, MaintenanceJob job, string collection);

    [LoggerMessage(
        EventId = ZvecEventIds.LogRollFailed,
        EventName = nameof(ZvecEventIds.LogRollFailed),
        Level = LogLevel.Warning,
        Message = "A new log file of collection '{Collection}' could not be made; the present one is used further")]
    public static partial void LogRollFailed(ILogger logger, Exception exception, string collection);

    [LoggerMessage(
        EventId = ZvecEventIds.IndexTooLarge,
        EventName = nameof(ZvecEventIds.IndexTooLarge),
        Level = LogLevel.Warning,
        Message = "The index of '{Field}' in collection '{Collection}' is not built for segment {Segment} of {Rows} rows, "
            + "which is searched by scanning: building it takes {Bytes} bytes. "
            + "It would be built with CollectionOptions.MaxMemory = {Needed}; it is {Limit}")]
    public static partial void IndexTooLarge(
        ILogger logger, string field, string collection, int segment, int rows, long bytes, long needed, long limit);

    [LoggerMessage(
        EventId = ZvecEventIds.Opened,
        EventName = nameof(ZvecEventIds.Opened),
        Level = LogLevel.Information,
        Message = "Collection '{Collection}' at '{Path}' was opened (read-only: {ReadOnly}): {Documents} documents in {Segments} segments, "
            + "{LogBytes} bytes of log replayed, in {Milliseconds} ms")]
    public static partial void Opened(
        ILogger logger, string collection, string path, bool readOnly, long documents, int segments, long logBytes, double milliseconds);

    [LoggerMessage(
        EventId = ZvecEventIds.Closed,
        EventName = nameof(ZvecEventIds.Closed),
        Level = LogLevel.Debug,
        Message = "Collection '{Collection}' at '{Path}' was closed")]
    public static partial void Closed(ILogger logger, string collection, string path);

    [LoggerMessage(
        EventId = ZvecEventIds.MaintenanceDone,
        EventName = nameof(ZvecEventIds.MaintenanceDone),
        Message = "{Job} in collection '{Collection}' is done: {Documents} documents in {Milliseconds} ms")]
    public static partial void JobDone(
        ILogger logger, LogLevel level, MaintenanceJob job, string collection, long documents, double milliseconds);

    [LoggerMessage(
        EventId = ZvecEventIds.MaintenanceRecovered,
        EventName = nameof(ZvecEventIds.MaintenanceRecovered),
        Level = LogLevel.Information,
        Message = "{Job}, which had failed in collection '{Collection}', succeeds again")]
    public static partial void JobSucceedsAgain(ILogger logger, MaintenanceJob job, string collection);

    [LoggerMessage(
        EventId = ZvecEventIds.WritesStopped,
        EventName = nameof(ZvecEventIds.WritesStopped),
        Level = LogLevel.Critical,
        Message = "Collection '{Collection}' takes no more writes, because the device failed. Reads go on. "
            + "Remove the cause and open it again")]
    public static partial void WritesStopped(ILogger logger, Exception exception, string collection);

    [LoggerMessage(
        EventId = ZvecEventIds.SchemaChanged,
        EventName = nameof(ZvecEventIds.SchemaChanged),
        Level = LogLevel.Information,
        Message = "The schema of collection '{Collection}' was changed in {Milliseconds} ms")]
    public static partial void SchemaChanged(ILogger logger, string collection, double milliseconds);

    [LoggerMessage(
        EventId = ZvecEventIds.BackedUp,
        EventName = nameof(ZvecEventIds.BackedUp),
        Level = LogLevel.Information,
        Message = "A backup of collection '{Collection}' was made in {Milliseconds} ms: {Documents} documents, {Bytes} bytes")]
    public static partial void BackedUp(ILogger logger, string collection, double milliseconds, long documents, long bytes);

    [LoggerMessage(
        EventId = ZvecEventIds.WaitingForMemory,
        EventName = nameof(ZvecEventIds.WaitingForMemory),
        Level = LogLevel.Warning,
        Message = "Writers of collection '{Collection}' wait for memory: {Taken} of {Limit} bytes "
            + "of CollectionOptions.MaxMemory are taken")]
    public static partial void WaitingForMemory(ILogger logger, string collection, long taken, long limit);

    [LoggerMessage(
        EventId = ZvecEventIds.WaitingForDisk,
        EventName = nameof(ZvecEventIds.WaitingForDisk),
        Level = LogLevel.Warning,
        Message = "{Job} in collection '{Collection}' waits for disk space: it takes about {Bytes} bytes beside the reserve")]
    public static partial void WaitingForDisk(ILogger logger, MaintenanceJob job, string collection, long bytes);
}
