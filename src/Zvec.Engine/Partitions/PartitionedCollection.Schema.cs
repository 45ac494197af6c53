using Zvec.Engine.Maintenance;
using Zvec.Engine.Partitions;
using Zvec.Engine.Segments;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

/// <content>Changes of the schema. The catalog names the new one first; then it is what documents are written and read by, and partitions
/// follow: those that are open at once, others when they are opened.</content>
public sealed partial class PartitionedCollection
{
    /// <inheritdoc/>
    /// <remarks>As every change of the schema that does not build an index, it is made in the catalog and in the partitions that are open;
    /// others follow when they are opened. It can be cancelled before anything changed and between two partitions. When the device fails
    /// after the catalog has the new schema, partitions follow when they are used next.</remarks>
    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(schema => SchemaPlanner.Add(schema, field, values: null), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>As <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</remarks>
    public Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(schema => SchemaPlanner.Add(schema, field), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>As <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</remarks>
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

    /// <inheritdoc/>
    /// <remarks>As <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</remarks>
    public Task RenameFieldAsync(string field, string newName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(newName);
        return ChangeSchemaAsync(
            schema => SchemaPlanner.Rename(schema, field, newName), cancellationToken, by => by.Renamed(field, newName));
    }

    /// <inheritdoc/>
    /// <remarks>Works through all partitions that are attached, one after the other; when it is cancelled, those that lag behind follow
    /// when they are opened. Other rules for a text index have it written anew: searches that need a partition wait while that is done
    /// there.</remarks>
    public Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        return IndexAsync(schema => SchemaPlanner.Index(schema, field, index), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Works through all partitions that are attached, one after the other; when it is cancelled, those that lag behind follow
    /// when they are opened. Another index in the place of any but a flat one, or one for another metric, has vectors written anew:
    /// searches that need a partition wait while that is done there.</remarks>
    public Task CreateIndexAsync(string field, VectorIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        return IndexAsync(schema => SchemaPlanner.Index(schema, field, index), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>As <see cref="AddFieldAsync(FieldSchema, CancellationToken)"/>.</remarks>
    public Task DropIndexAsync(string field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeSchemaAsync(schema => SchemaPlanner.Unindex(schema, field), cancellationToken);
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

    private Task IndexAsync(Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken) =>
        _telemetry.RunAsync(OperationName.ChangeSchema, (this, plan, cancellationToken), static async call =>
        {
            (PartitionedCollection parts, Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken) = call;
            await parts.CommitSchemaAsync(plan, renamed: null, cancellationToken).ConfigureAwait(false);
            await parts.ForEachAsync(
                parts._set.Attached, partition => partition.BuildIndexesAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        });

    private Task ChangeSchemaAsync(
        Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken, Func<PartitionBy, PartitionBy>? renamed = null) =>
        _telemetry.RunAsync(OperationName.ChangeSchema, (this, plan, renamed, cancellationToken), static async call =>
        {
            await call.Item1.CommitSchemaAsync(call.plan, call.renamed, call.cancellationToken).ConfigureAwait(false);
            PartitionHandle[] open = [.. call.Item1._set.Attached.Where(call.Item1._open.IsOpen)];
            await call.Item1.ForEachAsync(open, partition => Task.CompletedTask, call.cancellationToken).ConfigureAwait(false);
        });

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
