namespace Zvec.Engine.Partitions;

/// <summary>A rule by which the key alone says where a document is.</summary>
internal abstract class KeyPartitioning : PartitionBy
{
    internal override bool IsByKey => true;

    /// <summary>The name of the partition of a key.</summary>
    public abstract string NameOf(CollectionSchema schema, DocumentKey key);

    internal override string? NameOf(CollectionSchema schema, Document document) => NameOf(schema, document.Key);

    internal override PartitionPruning Pruning(CollectionSchema schema, IReadOnlyList<string> names) =>
        new KeyPruning(this, schema, names);
}
