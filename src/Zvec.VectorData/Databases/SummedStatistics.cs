using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>The statistics of several partitions as those of one collection.</summary>
internal static class SummedStatistics
{
    /// <summary>Sums the partitions' states. What is in an index is the part of all documents that are.</summary>
    /// <param name="states">The states.</param>
    /// <param name="schema">What they have in common.</param>
    /// <param name="refreshFailure">Why the collection could not be refreshed; null for no failure.</param>
    public static CollectionStatistics Of(
        IReadOnlyList<CollectionStatistics> states, CollectionSchema schema, MaintenanceFailure? refreshFailure)
    {
        IndexStatistics[] indexes = [.. states.SelectMany(state => state.Indexes)
            .GroupBy(index => index.Field)
            .Select(parts => parts.First() with
            {
                Completeness = Completeness(states, parts.Key),
                DiskBytes = parts.Sum(index => index.DiskBytes),
            })];
        return new CollectionStatistics
        {
            Documents = states.Sum(state => state.Documents),
            DeletedDocuments = states.Sum(state => state.DeletedDocuments),
            Segments = states.Sum(state => state.Segments),
            MutableDocuments = states.Sum(state => state.MutableDocuments),
            SegmentsToSeal = states.Sum(state => state.SegmentsToSeal),
            DiskBytes = states.Sum(state => state.DiskBytes),
            Disk = Sum([.. states.Select(state => state.Disk)]),
            LogBytes = states.Sum(state => state.LogBytes),
            MemoryBytes = states.Sum(state => state.MemoryBytes),
            Memory = Sum([.. states.Select(state => state.Memory)]),
            IndexCompleteness = states.SelectMany(state => state.IndexCompleteness.Keys).Distinct()
                .ToDictionary(field => field, field => Completeness(states, field)),
            Indexes = [.. indexes.OrderBy(index => Place(schema, index.Field))],
            Maintenance = Sum([.. states.Select(state => state.Maintenance)], refreshFailure),
            WriteFailure = states.Select(state => state.WriteFailure).FirstOrDefault(failure => failure is not null),
        };
    }

    private static double Completeness(IReadOnlyList<CollectionStatistics> states, string field)
    {
        CollectionStatistics[] with = [.. states.Where(state => state.IndexCompleteness.ContainsKey(field))];
        long documents = with.Sum(state => state.Documents);
        return documents == 0 ? 1 : with.Sum(state => state.IndexCompleteness[field] * state.Documents) / documents;
    }

    private static int Place(CollectionSchema schema, string field)
    {
        string[] names = [.. schema.Fields.Select(one => one.Name), .. schema.Vectors.Select(one => one.Name)];
        return Array.IndexOf(names, field);
    }

    private static DiskUsage Sum(DiskUsage[] parts) => new()
    {
        Keys = parts.Sum(part => part.Keys),
        Fields = parts.Sum(part => part.Fields),
        Vectors = parts.Sum(part => part.Vectors),
        Codes = parts.Sum(part => part.Codes),
        Graphs = parts.Sum(part => part.Graphs),
        InvertedIndexes = parts.Sum(part => part.InvertedIndexes),
        TextIndexes = parts.Sum(part => part.TextIndexes),
        DeleteMaps = parts.Sum(part => part.DeleteMaps),
        Log = parts.Sum(part => part.Log),
        Manifest = parts.Sum(part => part.Manifest),
    };

    private static MemoryUsage Sum(MemoryUsage[] parts) => new()
    {
        Limit = parts.Sum(part => part.Limit),
        UnsealedDocuments = parts.Sum(part => part.UnsealedDocuments),
        Work = parts.Sum(part => part.Work),
        Kept = parts.Sum(part => part.Kept),
        Mapped = parts.Sum(part => part.Mapped),
    };

    private static MaintenanceStatistics Sum(MaintenanceStatistics[] parts, MaintenanceFailure? refreshFailure)
    {
        IEnumerable<MaintenanceFailure> last = parts.Select(part => part.LastFailure).Append(refreshFailure).OfType<MaintenanceFailure>();
        return new()
        {
            Seals = parts.Sum(part => part.Seals),
            Merges = parts.Sum(part => part.Merges),
            IndexBuilds = parts.Sum(part => part.IndexBuilds),
            Refreshes = parts.Sum(part => part.Refreshes),
            Failures = parts.Sum(part => part.Failures),
            LastRuns = parts.SelectMany(part => part.LastRuns.Values)
                .GroupBy(run => run.Job)
                .ToDictionary(runs => runs.Key, runs => runs.MaxBy(run => run.EndedAt)!),
            LastFailure = last.MaxBy(failure => failure.At),
            Failing = [.. parts.SelectMany(part => part.Failing), .. refreshFailure is null ? [] : new[] { refreshFailure }],
        };
    }
}
