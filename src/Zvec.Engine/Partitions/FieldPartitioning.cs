using Zvec.Engine.Documents;

namespace Zvec.Engine.Partitions;

/// <summary>A rule by which the value of a field says where a document is.</summary>
internal abstract class FieldPartitioning : PartitionBy
{
    /// <summary>The name of the partition of documents without a value.</summary>
    public const string NoneName = "(none)";

    protected FieldPartitioning(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        FieldName = field;
    }

    /// <summary>The name of the field.</summary>
    public string FieldName { get; }

    /// <summary>Whether all documents of a partition have the same value.</summary>
    public abstract bool IsByValue { get; }

    internal override bool IsByKey => false;

    /// <summary>The least and the greatest value that a document of a partition can have; nulls for those without one.</summary>
    /// <returns>False when no partition has the name.</returns>
    public abstract bool TryGetBounds(DataType type, string name, out object? first, out object? last);

    internal override void Check(CollectionSchema schema)
    {
        FieldSchema field = schema.FindField(FieldName) ?? throw new ZvecException(
            ZvecErrorCode.InvalidArgument,
            $"Collection '{schema.Name}' cannot be partitioned by '{FieldName}', which it does not have as a field of values; its fields "
                + $"are {schema.DescribeFields()}.");
        if (!Takes(field.Type))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Collection '{schema.Name}' cannot be partitioned by field '{FieldName}' of type {field.Type}; use {Types}.");
        }
    }

    internal override bool IsName(CollectionSchema schema, string name) =>
        name == NoneName ? schema.FindField(FieldName)!.Nullable : TryGetBounds(schema.FindField(FieldName)!.Type, name, out _, out _);

    internal override string? NameOf(CollectionSchema schema, Document document)
    {
        if (!document.TryGetValue(FieldName, out object? value))
            return null;
        if (value is null)
            return NoneName;
        DataType type = schema.FindField(FieldName)!.Type;
        if (FieldValues.Normalize(type, value, out string? problem) is { } normal)
            return NameOf(normal);
        throw new ZvecException(
            ZvecErrorCode.InvalidArgument,
            $"Document {KeyRules.Shorten(document.Key)} does not fit collection '{schema.Name}': field '{FieldName}', by which it is "
                + $"partitioned, is {type} and {problem ?? $"was given {FieldValues.Describe(value)} of type {value.GetType()}"}.");
    }

    internal override PartitionPruning Pruning(CollectionSchema schema, IReadOnlyList<string> names) =>
        new FieldPruning(this, schema, names);

    protected abstract bool Takes(DataType type);

    /// <summary>The types that the rule takes, for messages.</summary>
    protected abstract string Types { get; }

    /// <summary>The name of the partition of a value, which is of the field's type.</summary>
    protected abstract string NameOf(object value);
}
