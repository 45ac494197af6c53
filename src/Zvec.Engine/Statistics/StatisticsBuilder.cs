using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Statistics;

/// <summary>Gathers the statistics of a snapshot. Takes no lock that a writer holds for long, and reads no file.</summary>
/// <param name="snapshot">The documents and indexes.</param>
/// <param name="manifests">The manifest.</param>
/// <param name="memory">What is taken of memory.</param>
internal sealed class StatisticsBuilder(Snapshot snapshot, ManifestStore manifests, MemoryBudget memory)
{
    /// <summary>The statistics.</summary>
    /// <param name="logBytes">Bytes of the log.</param>
    /// <param name="maintenance">What maintenance has done.</param>
    /// <param name="failure">Why the collection takes no more writes.</param>
    public CollectionStatistics Build(long logBytes, MaintenanceStatistics maintenance, Exception? failure)
    {
        long live = 0;
        long deleted = 0;
        long mutable = 0;
        int segments = 0;
        int inMemory = 0;
        var files = new FileSizes();
        foreach (SegmentView view in snapshot.Views)
        {
            live += view.LiveCount;
            deleted += view.Deletes.Count;
            if (view.Segment is SealedSegment segment)
            {
                segments++;
                foreach ((string name, SegmentFile file) in segment.FilesOf(snapshot.Schema))
                    files.Add(name, file.Length);
            }
            else
            {
                mutable += view.LiveCount;
                inMemory++;
            }
        }

        DiskUsage disk = files.ToUsage(manifests.DeleteMapBytes, logBytes, manifests.Length);
        MemoryUsage memoryUsage = MemoryUsageOf(files.Total);
        return new CollectionStatistics
        {
            Documents = live,
            DeletedDocuments = deleted,
            Segments = segments,
            MutableDocuments = mutable,
            SegmentsToSeal = Math.Max(0, inMemory - 1), // the last one takes new documents
            DiskBytes = disk.Total,
            Disk = disk,
            LogBytes = logBytes,
            MemoryBytes = memoryUsage.Total,
            Memory = memoryUsage,
            IndexCompleteness = IndexCompleteness(),
            Indexes = Indexes(files),
            Maintenance = maintenance,
            WriteFailure = failure?.Message,
        };
    }

    private MemoryUsage MemoryUsageOf(long mapped)
    {
        (long reserved, long kept) = memory.Use;
        long documents = 0;
        foreach (SegmentView view in snapshot.Views)
            documents += view.Segment is MutableSegment segment ? segment.ReservedBytes : 0;
        documents = Math.Min(documents, reserved); // measured one after another, while others write
        return new MemoryUsage
        {
            Limit = memory.Limit,
            UnsealedDocuments = documents,
            Work = reserved - documents,
            Kept = kept,
            Mapped = mapped,
        };
    }

    private Dictionary<string, double> IndexCompleteness()
    {
        var parts = new Dictionary<string, double>();
        foreach (VectorSchema vector in snapshot.Schema.Vectors)
            parts.Add(vector.Name, Completeness.Of(snapshot, vector));
        foreach (FieldSchema field in snapshot.Schema.Fields.Where(field => field.Index is TextIndexOptions))
            parts.Add(field.Name, Completeness.Of(snapshot, field));
        return parts;
    }

    private List<IndexStatistics> Indexes(FileSizes files)
    {
        var indexes = new List<IndexStatistics>();
        foreach (FieldSchema field in snapshot.Schema.Fields)
        {
            if (field.Index is null)
                continue;
            indexes.Add(new IndexStatistics
            {
                Field = field.Name,
                Kind = IndexParameters.KindOf(field.Index),
                Parameters = IndexParameters.Of(field.Index),
                Completeness = Completeness.Of(snapshot, field),
                DiskBytes = files.OfIndexes(field.Id),
            });
        }

        foreach (VectorSchema vector in snapshot.Schema.Vectors)
        {
            indexes.Add(new IndexStatistics
            {
                Field = vector.Name,
                Kind = IndexParameters.KindOf(vector.Index),
                Parameters = IndexParameters.Of(vector),
                Completeness = Completeness.Of(snapshot, vector),
                DiskBytes = files.OfIndexes(vector.Id),
            });
        }

        return indexes;
    }
}
