namespace Zvec.Engine.Partitions;

/// <summary>The statistics of several partitions as those of one collection.</summary>
internal static class SummedStatistics
{
    /// <summary>Sums the partitions' states. What is in an index is the part of all documents that are.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="schema">What they have in common.</param>
    /// <param name="whole">What maintenance does for all of them.</param>
    /// <param name="failure">Why the whole takes no more writes; null when it takes them.</param>
    public static PartitionedCollectionStatistics Of(
        IReadOnlyList<PartitionStatistics> partitions, CollectionSchema schema, MaintenanceStatistics whole, string? failure)
    {
        CollectionStatistics[] states = [.. partitions.Select(partition => partition.State).OfType<CollectionStatistics>()];
        IEnumerable<IndexStatistics> indexes = states.SelectMany(state => state.Indexes)
            .GroupBy(index => index.Field)
            .Select(parts => parts.First() with
            {
                Completeness = Average(states, state => Find(state, parts.Key)?.Completeness),
                DiskBytes = parts.Sum(index => index.DiskBytes),
            });
        return new PartitionedCollectionStatistics
        {
            Partitions = partitions,
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
                .ToDictionary(field => field, field => Average(states, state => Find(state.IndexCompleteness, field))),
            Indexes = [.. indexes.OrderBy(index => Place(schema, index.Field))],
            Maintenance = Sum([.. states.Select(state => state.Maintenance), whole]),
            WriteFailure = failure ?? states.Select(state => state.WriteFailure).FirstOrDefault(one => one is not null),
        };
    }

    /// <summary>The part of all documents that is in an index.</summary>
    /// <param name="states">The partitions.</param>
    /// <param name="completeness">The part of a partition's documents that is; null where there is no such index.</param>
    private static double Average(CollectionStatistics[] states, Func<CollectionStatistics, double?> completeness)
    {
        (double Completeness, long Documents)[] parts =
            [.. states.Where(state => completeness(state) is not null).Select(state => (completeness(state)!.Value, state.Documents))];
        long documents = parts.Sum(part => part.Documents);
        return documents == 0 ? 1 : parts.Sum(part => part.Completeness * part.Documents) / documents;
    }

    private static IndexStatistics? Find(CollectionStatistics state, string field) =>
        state.Indexes.FirstOrDefault(index => index.Field == field);

    private static double? Find(IReadOnlyDictionary<string, double> completeness, string field) =>
        completeness.TryGetValue(field, out double share) ? share : null;

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

    private static MaintenanceStatistics Sum(MaintenanceStatistics[] parts) => new()
    {
        Seals = parts.Sum(part => part.Seals),
        Merges = parts.Sum(part => part.Merges),
        IndexBuilds = parts.Sum(part => part.IndexBuilds),
        Refreshes = parts.Sum(part => part.Refreshes),
        Failures = parts.Sum(part => part.Failures),
        LastRuns = parts.SelectMany(part => part.LastRuns.Values)
            .GroupBy(run => run.Job)
            .ToDictionary(runs => runs.Key, runs => runs.MaxBy(run => run.EndedAt)!),
        LastFailure = parts.Select(part => part.LastFailure).OfType<MaintenanceFailure>().MaxBy(failure => failure.At),
        Failing = [.. parts.SelectMany(part => part.Failing)],
    };
}
