using System.Text.Json;

namespace Zvec.Engine.Partitions;

/// <summary>See <see cref="PartitionBy.Key"/>.</summary>
internal sealed class KeyFunctionPartitioning : KeyPartitioning
{
    public const string Kind = "keyFunction";

    public KeyFunctionPartitioning(Func<DocumentKey, string> partitionOf)
    {
        ArgumentNullException.ThrowIfNull(partitionOf);
        Function = partitionOf;
    }

    /// <summary>Gives the name of the partition of a key.</summary>
    public Func<DocumentKey, string> Function { get; }

    public override Func<DocumentKey, string> PartitionOfKey => Function;

    public override string NameOf(CollectionSchema schema, DocumentKey key) => CheckName(schema, Function(key));

    internal override void Check(CollectionSchema schema)
    {
    }

    internal override bool IsName(CollectionSchema schema, string name) => true;

    internal override void Write(Utf8JsonWriter json) => json.WriteString("kind", Kind);
}
