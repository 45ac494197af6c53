using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>Statistics for clients: messages of failures, which name files of the machine, stay in the log.</summary>
internal static class SafeStatistics
{
    private const string SeeLog = "The log of the server says more.";

    public static CollectionStatistics Of(CollectionStatistics statistics) => new()
    {
        Documents = statistics.Documents,
        DeletedDocuments = statistics.DeletedDocuments,
        Segments = statistics.Segments,
        MutableDocuments = statistics.MutableDocuments,
        SegmentsToSeal = statistics.SegmentsToSeal,
        DiskBytes = statistics.DiskBytes,
        Disk = statistics.Disk,
        LogBytes = statistics.LogBytes,
        MemoryBytes = statistics.MemoryBytes,
        Memory = statistics.Memory,
        IndexCompleteness = statistics.IndexCompleteness,
        Indexes = statistics.Indexes,
        Maintenance = new MaintenanceStatistics
        {
            Seals = statistics.Maintenance.Seals,
            Merges = statistics.Maintenance.Merges,
            IndexBuilds = statistics.Maintenance.IndexBuilds,
            Refreshes = statistics.Maintenance.Refreshes,
            Failures = statistics.Maintenance.Failures,
            LastRuns = statistics.Maintenance.LastRuns,
            LastFailure = WithoutMessage(statistics.Maintenance.LastFailure),
            Failing = [.. statistics.Maintenance.Failing.Select(failure => WithoutMessage(failure)!)],
        },
        WriteFailure = statistics.WriteFailure is null ? null : SeeLog,
    };

    private static MaintenanceFailure? WithoutMessage(MaintenanceFailure? failure) =>
        failure is null ? null : failure with { Message = SeeLog };
}
