using Zvec.Engine.Columns;
using Zvec.Engine.Maintenance;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Adds a field that may be null; the documents that are there have null.</summary>
    /// <param name="field">The field; nullable.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is a field of that name.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field is not nullable, or breaks a rule of schemas.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return AddAsync(field.Name, field.Nullable, schema => schema.Adding(field), cancellationToken);
    }

    /// <summary>Adds a vector field that may be missing; the documents that are there do not have it.</summary>
    /// <param name="field">The vector field; nullable.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return AddAsync(field.Name, field.Nullable, schema => schema.Adding(field), cancellationToken);
    }

    /// <summary>Gives a field an index, in place of the one that it has; returns when the index is built for all documents on
    /// disk.</summary>
    /// <param name="field">A scalar or array field.</param>
    /// <param name="index">The index.</param>
    /// <param name="cancellationToken">Cancels the call; what is not built by then is built in the background.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field's type cannot have that index. <see cref="ZvecErrorCode.ReadOnly"/>: the
    /// collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public async Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        CollectionWriter writer = WriterOrThrow();
        await writer.ChangeSchemaAsync(
            schema =>
            {
                FieldSchema existing = schema.FindField(field) ?? throw new ZvecException(
                    ZvecErrorCode.NotFound, $"Collection '{schema.Name}' has no field '{field}' to index; "
                        + $"its fields are {schema.DescribeFields()}.");
                if (Equals(existing.Index, index))
                    return null;
                CollectionSchema changed = schema.WithIndex(field, index);
                SchemaValidator.Validate(changed);
                return changed;
            },
            cancellationToken).ConfigureAwait(false);
        await UnlessDisposedAsync(Task.Run(() => writer.BuildIndexes(cancellationToken), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Moves everything that was written into segments on disk, durable whatever <see cref="CollectionOptions.Durability"/> says,
    /// and empties the log. Never needed: a write is safe when it is acknowledged.</summary>
    /// <param name="cancellationToken">Cancels; what is not in a segment by then stays in memory and in the log.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default)
    {
        CollectionWriter writer = WriterOrThrow();
        return UnlessDisposedAsync(Task.Run(() => writer.Flush(cancellationToken), cancellationToken), cancellationToken);
    }

    /// <summary>Brings the collection into its best state now: one segment on disk without deleted documents, with every index built; as
    /// few as possible where <see cref="CollectionOptions.MaxMemory"/> does not allow the graph of one. Never needed: maintenance gets near
    /// it by itself. Reads and writes go on meanwhile.</summary>
    /// <param name="cancellationToken">Cancels; the collection then is as good as it was before.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public Task OptimizeAsync(CancellationToken cancellationToken = default) =>
        UnlessDisposedAsync(WriterOrThrow().OptimizeAsync(cancellationToken), cancellationToken);

    /// <summary>The state of the collection at this moment.</summary>
    public CollectionStatistics GetStatistics()
    {
        using SnapshotLease lease = _store.Acquire();
        long live = 0;
        long deleted = 0;
        long mutable = 0;
        int segments = 0;
        long segmentBytes = 0;
        foreach (SegmentView view in lease.Snapshot.Views)
        {
            live += view.LiveCount;
            deleted += view.Deletes.Count;
            if (view.Segment is SealedSegment segment)
            {
                segments++;
                segmentBytes += segment.Files.Values.Sum(file => file.Length);
            }
            else
            {
                mutable += view.LiveCount;
            }
        }

        long logBytes = _writer?.LogBytes ?? _reader!.LogBytes;
        return new CollectionStatistics
        {
            Documents = live,
            DeletedDocuments = deleted,
            Segments = segments,
            MutableDocuments = mutable,
            DiskBytes = segmentBytes + logBytes + _manifests.Length,
            LogBytes = logBytes,
            MemoryBytes = _store.Memory.Taken,
            IndexCompleteness = IndexCompleteness(lease.Snapshot),
        };
    }

    /// <summary>Waits until background maintenance has nothing left to do.</summary>
    internal Task IdleAsync() => _writer?.IdleAsync() ?? Task.CompletedTask;

    private static Dictionary<string, double> IndexCompleteness(Snapshot snapshot)
    {
        Dictionary<string, double> parts = snapshot.Schema.Vectors.ToDictionary(vector => vector.Name, vector => Completeness(snapshot, vector));
        foreach (FieldSchema field in snapshot.Schema.Fields.Where(field => field.Index is TextIndexOptions))
            parts.Add(field.Name, Completeness(snapshot, field));
        return parts;
    }

    /// <summary>The newest snapshot, for tests of what its segments hold.</summary>
    internal SnapshotLease Acquire() => _store.Acquire();

    /// <summary>The part of a field's texts that are in segments with a text index on disk.</summary>
    private static double Completeness(Snapshot snapshot, FieldSchema field)
    {
        long all = 0;
        long built = 0;
        foreach (SegmentView view in snapshot.Views)
        {
            if (view.Segment.FindColumn(field.Id) is null)
                continue;
            all += view.LiveCount;
            if (view.Segment is SealedSegment segment && !IndexBuilder.LacksText(segment, field))
                built += view.LiveCount;
        }

        return all == 0 ? 1 : (double)built / all;
    }

    /// <summary>The part of a field's vectors that are in segments whose index is as the schema asks.</summary>
    private static double Completeness(Snapshot snapshot, VectorSchema vector)
    {
        if (vector.Index is FlatIndexOptions)
            return 1;
        long all = 0;
        long built = 0;
        foreach (SegmentView view in snapshot.Views)
        {
            if (view.Segment.FindVectors(vector.Id) is null && view.Segment.FindSparse(vector.Id) is null)
                continue;
            all += view.LiveCount;
            if (view.Segment is SealedSegment segment
                && !IndexBuilder.LacksGraph(segment, vector)
                && !IndexBuilder.LacksIvf(segment, vector)
                && !IndexBuilder.LacksSparseIndex(segment, vector))
                built += view.LiveCount;
        }

        return all == 0 ? 1 : (double)built / all;
    }

    /// <summary>Says of a job that ended because the collection was disposed that this was why: its caller did not cancel it.</summary>
    private async Task UnlessDisposedAsync(Task job, CancellationToken cancellationToken)
    {
        try
        {
            await job.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(
                $"Collection '{_store.Schema.Name}'", "The collection was disposed before the call was done; open it again.");
        }
    }

    private Task AddAsync(string name, bool nullable, Func<CollectionSchema, CollectionSchema> add, CancellationToken cancellationToken) =>
        WriterOrThrow().ChangeSchemaAsync(
            schema =>
            {
                if (schema.FindField(name) is not null || schema.FindVector(name) is not null)
                    throw new ZvecException(ZvecErrorCode.AlreadyExists, $"Collection '{schema.Name}' has a field '{name}' already. "
                        + "Choose another name.");
                if (!nullable)
                {
                    throw new ZvecException(
                        ZvecErrorCode.InvalidArgument,
                        $"Field '{name}' cannot be added to collection '{schema.Name}', because its documents would have no value for it. "
                            + "Make the field nullable.");
                }

                CollectionSchema changed = add(schema);
                SchemaValidator.Validate(changed);
                return changed;
            },
            cancellationToken);
}
