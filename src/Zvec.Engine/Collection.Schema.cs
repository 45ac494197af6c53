using Zvec.Engine.Maintenance;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <inheritdoc/>
    public Task AddFieldAsync(FieldSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeAsync(schema => SchemaPlanner.Add(schema, field, values: null), cancellationToken);
    }

    /// <summary>Adds a field and gives every document a value for it.</summary>
    /// <remarks>
    /// <para>As every change of the schema: it takes effect in one step, for readers and across a crash. Reads and writes go on while the
    /// values are written; at the end, writers wait until those of the newest documents are. What is written meanwhile gets its values
    /// too. The values of one segment are gathered in memory.</para>
    /// </remarks>
    /// <param name="field">The field. When it is not nullable, every document must get a value.</param>
    /// <param name="values">The values: a constant, a formula over other fields, or a function.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.AlreadyExists"/>: there is a field of that name.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: the field breaks a rule of schemas, the expression does not fit the schema or the
    /// field, or a document gets no value that the field can have; the message names it, and nothing was changed.
    /// <see cref="ZvecErrorCode.ResourceExhausted"/>: the device has no room for the values.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public async Task AddFieldAsync(FieldSchema field, FieldExpression values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(values);
        await ChangeAsync(schema => SchemaPlanner.Add(schema, field, values), cancellationToken).ConfigureAwait(false);
        await BuildIndexesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task AddFieldAsync(VectorSchema field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeAsync(schema => SchemaPlanner.Add(schema, field), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DropFieldAsync(string field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeAsync(schema => SchemaPlanner.Drop(schema, field), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RenameFieldAsync(string field, string newName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(newName);
        return ChangeAsync(schema => SchemaPlanner.Rename(schema, field, newName), cancellationToken);
    }

    /// <summary>Gives a field another type, rule for nulls, index or name, all in one step. Every value is kept exactly, or the call
    /// fails.</summary>
    /// <remarks>
    /// Numbers go into every type of numbers that holds them, all but <see cref="DataType.Binary"/> into <see cref="DataType.String"/> as
    /// culture-independent text, a <see cref="DataType.DateOnly"/> into a <see cref="DataType.DateTime"/> of midnight, a value into an
    /// array of one, arrays element by element. A field that becomes not nullable must have no nulls. As for
    /// <see cref="AddFieldAsync(FieldSchema, FieldExpression, CancellationToken)"/>, reads and writes go on meanwhile.
    /// </remarks>
    /// <param name="field">The name as it is.</param>
    /// <param name="changed">The field as it is to be.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.AlreadyExists"/>: another field has the new name. <see cref="ZvecErrorCode.InvalidArgument"/>: the one type
    /// cannot become the other, or a value does not fit; the message names the document, and nothing was changed.
    /// <see cref="ZvecErrorCode.ResourceExhausted"/>: the device has no room for the values.
    /// <see cref="ZvecErrorCode.ReadOnly"/>: the collection takes no writes.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public async Task AlterFieldAsync(string field, FieldSchema changed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(changed);
        await ChangeAsync(
            schema => SchemaPlanner.Alter(schema, schema.FindField(field) ?? throw SchemaPlanner.Missing(schema, field, "alter"), changed),
            cancellationToken).ConfigureAwait(false);
        await BuildIndexesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a vector field another type of elements, rule for missing vectors, index or name, all in one step. The number of
    /// dimensions stays, but the bound of a <see cref="VectorType.Sparse"/> field can be widened, or narrowed where all vectors are below
    /// it.</summary>
    /// <remarks>Elements go into every type that holds them, bits as 0 and 1; into <see cref="VectorType.Float16"/> they are rounded.
    /// Sparse vectors stay sparse. An index, also one for another metric, is built beside the one that it replaces, which serves searches
    /// until then. Reads and writes go on meanwhile.</remarks>
    /// <param name="field">The name as it is.</param>
    /// <param name="changed">The vector field as it is to be.</param>
    /// <param name="cancellationToken">Cancels the call before anything changed.</param>
    /// <exception cref="ZvecException">As for <see cref="AlterFieldAsync(string, FieldSchema, CancellationToken)"/>, and
    /// <see cref="ZvecErrorCode.DimensionMismatch"/>: it has another number of dimensions.</exception>
    /// <exception cref="IOException">The device failed, or is full; what was there before stays.</exception>
    public async Task AlterFieldAsync(string field, VectorSchema changed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(changed);
        await ChangeAsync(
            schema => SchemaPlanner.Alter(schema, schema.FindVector(field) ?? throw SchemaPlanner.Missing(schema, field, "alter"), changed),
            cancellationToken).ConfigureAwait(false);
        await BuildIndexesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task CreateIndexAsync(string field, FieldIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        await ChangeAsync(schema => SchemaPlanner.Index(schema, field, index), cancellationToken).ConfigureAwait(false);
        await BuildIndexesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>The index of before serves searches until the new one is built.</remarks>
    public async Task CreateIndexAsync(string field, VectorIndexOptions index, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(index);
        await ChangeAsync(schema => SchemaPlanner.Index(schema, field, index), cancellationToken).ConfigureAwait(false);
        await BuildIndexesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task DropIndexAsync(string field, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        return ChangeAsync(schema => SchemaPlanner.Unindex(schema, field), cancellationToken);
    }

    /// <summary>Changes the schema as a plan made from the present one says; null leaves it as it is.</summary>
    internal Task ChangeAsync(Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken) =>
        _telemetry.RunAsync(OperationName.ChangeSchema, (this, plan, cancellationToken), static call =>
        {
            (Collection collection, Func<CollectionSchema, SchemaChange?> plan, CancellationToken cancellationToken) = call;
            Task change = collection.WriterOrThrow().ChangeSchemaAsync(plan, cancellationToken);
            return collection.UnlessDisposedAsync(change, cancellationToken);
        });

    /// <summary>Builds the indexes that segments on disk lack.</summary>
    internal Task BuildIndexesAsync(CancellationToken cancellationToken)
    {
        CollectionWriter writer = WriterOrThrow();
        return UnlessDisposedAsync(Task.Run(() => writer.BuildIndexes(cancellationToken), cancellationToken), cancellationToken);
    }
}
