using Zvec.Engine.Maintenance;
using Zvec.Engine.Partitions;
using Zvec.Engine.Segments;

namespace Zvec.Engine;

/// <content>Changes of the schema. The catalog names the new one first; then it is what documents are written and read by, and partitions
/// follow: those that are open at once, others when they are opened.</content>
public sealed partial class PartitionedCollection
{
    /// <summary>Adds a field that may be null; the documents that are there have null. As every change of the schema that does not build an
    /// index, it is made in the catalog and in the partitions that are open; others follow when they are opened.</summary>
    /// <param name="field">The field; nullable.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed, and between two partitions.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">The device failed, or is full. Where the catalog had the new schema already, partitions follow when
    /// they are used next.</exception>
    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(schema => SchemaPlanner.Add(schema, field, values: null), cancellationToken);
    }

    /// <summary>Adds a vector field that may be missing; the documents that are there do not have it. As
    /// <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</summary>
    /// <param name="field">The vector field; nullable.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed, and between two partitions.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.AddFieldAsync(VectorSchema, CancellationToken)"/>.</exception>
    /// <exception cref="IOException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    public Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(schema => SchemaPlanner.Add(schema, field), cancellationToken);
    }

    /// <summary>Drops a field or vector field with its values and indexes.</summary>
    /// <param name="field">The name; not of the field that documents are partitioned by.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed, and between two partitions.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.DropFieldAsync"/>, and <see cref="ZvecErrorCode.InvalidArgument"/>:
    /// documents are partitioned by the field.</exception>
    /// <exception cref="IOException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    public Task DropFieldAsync(string field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(
            schema => By is FieldPartitioning by && by.FieldName == field
                ? throw new ZvecException(
                    ZvecErrorCode.InvalidArgument,
                    $"Field '{field}' of collection '{schema.Name}' cannot be dropped, because documents are partitioned by it.")
                : SchemaPlanner.Drop(schema, field),
            cancellationToken);
    }

    /// <summary>Renames a field or vector field; no value is touched. The rule by which documents are partitioned follows.</summary>
    /// <param name="field">The name as it is.</param>
    /// <param name="newName">The name as it is to be.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed, and between two partitions.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.RenameFieldAsync"/>.</exception>
    /// <exception cref="IOException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    public Task RenameFieldAsync(string field, string newName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(newName);
        return ChangeSchemaAsync(
            schema => SchemaPlanner.Rename(schema, field, newName), cancellationToken, by => by.Renamed(field, newName));
    }

    /// <summary>Gives a field an index, in place of the one that it has, in all partitions that are attached, one after the other; returns
    /// when it is built for all documents on disk.</summary>
    /// <remarks>Other rules for a text index have it written anew: searches that need a partition wait while that is done there.</remarks>
    /// <param name="field">A scalar or array field.</param>
    /// <param name="index">The index.</param>
    /// <param name="cancellationToken">Cancels the call; partitions that have not come up follow when they are opened.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.CreateIndexAsync(string, FieldIndexOptions, CancellationToken)"/>.
    /// </exception>
    /// <exception cref="IOException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    public Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        return IndexAsync(
            schema =>
            {
                FieldSchema existing = schema.FindField(field) ?? throw SchemaPlanner.Missing(schema, field, "index");
                return SchemaPlanner.Alter(schema, existing, existing.With(index));
            },
            cancellationToken);
    }

    /// <summary>Gives a vector field an index, in place of the one that it has, in all partitions that are attached, one after the other;
    /// returns when it is built for all documents on disk.</summary>
    /// <remarks>Another index in the place of any but a flat one, or one for another metric, has vectors written anew: searches that need a
    /// partition wait while that is done there.</remarks>
    /// <param name="field">A vector field.</param>
    /// <param name="index">The index, also for another metric.</param>
    /// <param name="cancellationToken">Cancels the call; partitions that have not come up follow when they are opened.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.CreateIndexAsync(string, VectorIndexOptions, CancellationToken)"/>.
    /// </exception>
    /// <exception cref="IOException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    public Task CreateIndexAsync(string field, VectorIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        return IndexAsync(
            schema =>
            {
                VectorSchema existing = schema.FindVector(field) ?? throw SchemaPlanner.Missing(schema, field, "index");
                return SchemaPlanner.Alter(schema, existing, existing.With(index));
            },
            cancellationToken);
    }

    /// <summary>Takes a field's index away. A vector field keeps its metric, and is searched exactly by a scan then.</summary>
    /// <param name="field">A field or vector field; one without an index stays as it is.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed, and between two partitions.</param>
    /// <exception cref="ZvecException">As for <see cref="Collection.DropIndexAsync"/>.</exception>
    /// <exception cref="IOException">As for <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</exception>
    public Task DropIndexAsync(string field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(
            schema =>
            {
                if (schema.FindField(field) is { } existing)
                    return SchemaPlanner.Alter(schema, existing, existing.With(index: null));
                VectorSchema vector = schema.FindVector(field) ?? throw SchemaPlanner.Missing(schema, field, "take the index from");
                return SchemaPlanner.Alter(schema, vector, vector.With(new FlatIndexOptions { Metric = vector.Index.Metric }));
            },
            cancellationToken);
    }

    /// <summary>Gives a partition that lags behind the present schema, as all have to have it that are written to.</summary>
    internal async Task BringUpAsync(PartitionHandle partition, Collection collection, CancellationToken cancellationToken)
    {
        while (!Schemas.IsPresent(PlaceOf(partition, collection.Schema, Schemas)))
        {
            await collection.ChangeAsync(
                schema =>
                {
                    SchemaHistory schemas = Schemas;
                    int place = schemas.PlaceOf(schema);
                    if (place < 0)
                        throw OtherSchema(partition.Name, schema);
                    return schemas.IsPresent(place) ? null : schemas.Step(place);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private SchemaHistory Schemas => _set.Catalog.Schemas;

    private async Task IndexAsync(Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken)
    {
        await CommitSchemaAsync(plan, renamed: null, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(
            _set.Attached, partition => partition.BuildIndexesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeSchemaAsync(
        Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken, Func<PartitionBy, PartitionBy>? renamed = null)
    {
        await CommitSchemaAsync(plan, renamed, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(
            [.. _set.Attached.Where(_open.IsOpen)], partition => Task.CompletedTask, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the catalog name another schema.</summary>
    private Task CommitSchemaAsync(
        Func<CollectionSchema, SchemaChange?> plan, Func<PartitionBy, PartitionBy>? renamed, CancellationToken cancellationToken) => ChangeAsync(
            () =>
            {
                PartitionCatalog catalog = _set.Catalog;
                if (plan(catalog.Schema) is { } change)
                    Commit(catalog.Following(change.Schema, renamed?.Invoke(catalog.By) ?? catalog.By));
                return Task.CompletedTask;
            },
            cancellationToken);

    /// <summary>Takes the state of a partition, whose documents can be read under the present schema.</summary>
    private SnapshotLease Acquire(PartitionHandle partition, Collection collection)
    {
        while (true)
        {
            SnapshotLease lease = collection.AcquireSnapshot();
            try
            {
                // the present schemas, though the caller may have begun with earlier ones: no partition is ahead of these
                SchemaHistory schemas = Schemas;
                if (schemas.IsReadable(PlaceOf(partition, lease.Snapshot.Schema, schemas)))
                    return lease;
            }
            catch
            {
                lease.Dispose();
                throw;
            }

            lease.Dispose();
            if (_options.Partition.ReadOnly)
            {
                throw new ZvecException(
                    ZvecErrorCode.FailedPrecondition,
                    $"Partition '{partition.Name}' of collection '{Schema.Name}' has yet to get an index that the collection has. Let its "
                        + "writer open it, and call Refresh.");
            }

            BringUpAsync(partition, collection, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    /// <summary>Where the schema of a partition stands among those that the collection has had.</summary>
    /// <exception cref="ZvecException">It is none of them.</exception>
    private int PlaceOf(PartitionHandle partition, CollectionSchema schema, SchemaHistory schemas)
    {
        if (partition.Seen is { } seen && ReferenceEquals(seen.Schema, schema) && ReferenceEquals(seen.Among, schemas))
            return seen.Place;
        int place = schemas.PlaceOf(schema);
        if (place < 0 && _options.Partition.ReadOnly)
        {
            // its writer may have moved on; the catalog is ahead of every partition
            schemas = ReadCatalogAgain();
            place = schemas.PlaceOf(schema);
        }

        if (place < 0)
            throw OtherSchema(partition.Name, schema);
        partition.Seen = new SeenSchema(schema, schemas, place);
        return place;
    }
}
