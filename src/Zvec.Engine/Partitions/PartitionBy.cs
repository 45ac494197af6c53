using System.Text.Json;
using Zvec.Engine.Partitions;
using Zvec.Engine.Schema;

namespace Zvec.Engine;

/// <summary>Says which partition of a <see cref="PartitionedCollection"/> a document belongs to.</summary>
public abstract class PartitionBy
{
    /// <summary>The longest name of a partition, in UTF-16 code units.</summary>
    internal const int LongestName = 200;

    private protected PartitionBy()
    {
    }

    /// <summary>A partition for each value of a field, such as a tenant. Its name is the value as culture-independent text, and
    /// <c>(none)</c> for null; text that begins with a parenthesis gets another in front of it.</summary>
    /// <param name="field">A field of whole numbers, <see cref="DataType.Bool"/>, <see cref="DataType.String"/> of at most 199 characters,
    /// <see cref="DataType.Guid"/> or <see cref="DataType.DateOnly"/>.</param>
    public static PartitionBy Field(string field) => new ValuePartitioning(field);

    /// <summary>A partition for each period of time. Its name is the period's beginning, as <see cref="PartitionPeriod"/> has it, and
    /// <c>(none)</c> for null.</summary>
    /// <param name="field">A field of type <see cref="DataType.DateTime"/> (periods are of the time as it is given),
    /// <see cref="DataType.DateTimeOffset"/> (of UTC) or <see cref="DataType.DateOnly"/>.</param>
    /// <param name="period">How much time a partition covers.</param>
    public static PartitionBy Time(string field, PartitionPeriod period) => new TimePartitioning(field, period);

    /// <summary>A fixed number of partitions, over which documents are spread by a hash of their keys. Names are the numbers from
    /// 0.</summary>
    /// <param name="partitions">How many: 1 to 10,000.</param>
    public static PartitionBy KeyHash(int partitions) => new KeyHashPartitioning(partitions);

    /// <summary>The partition that a function of the key names. The function must always give the same name for a key; whoever opens the
    /// collection again gives it by <see cref="PartitionedCollectionOptions.PartitionOfKey"/>.</summary>
    /// <param name="partitionOf">Gives the name: 1 to 200 characters, no control characters. Called by several threads.</param>
    public static PartitionBy Key(Func<DocumentKey, string> partitionOf) => new KeyFunctionPartitioning(partitionOf);

    /// <summary>The function of a rule that <see cref="Key"/> made; null for other rules.</summary>
    public virtual Func<DocumentKey, string>? PartitionOfKey => null;

    /// <summary>Whether another rule is the same. Functions of the key cannot be told apart.</summary>
    /// <param name="other">The other rule.</param>
    public bool IsSameAs(PartitionBy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return PartitionCatalogFile.IsSame(this, other);
    }

    /// <summary>The rule as JSON, as the catalog of partitions holds it.</summary>
    public sealed override string ToString() => PartitionCatalogFile.Text(this);

    /// <summary>Whether the key alone says where a document is.</summary>
    internal abstract bool IsByKey { get; }

    /// <summary>Checks that the rule can be kept for a schema.</summary>
    /// <exception cref="ZvecException">It cannot.</exception>
    internal abstract void Check(CollectionSchema schema);

    /// <summary>Whether a partition can have the name.</summary>
    internal abstract bool IsName(CollectionSchema schema, string name);

    /// <summary>The name of the partition of a document; null when the document leaves out what says it.</summary>
    /// <param name="schema">The collection's schema.</param>
    /// <param name="document">The document, perhaps partial.</param>
    /// <exception cref="ZvecException">A value does not fit the field, or makes no name.</exception>
    internal abstract string? NameOf(CollectionSchema schema, Document document);

    /// <summary>What tells the partitions that a filter may match.</summary>
    /// <param name="schema">The collection's schema.</param>
    /// <param name="names">The names of all partitions.</param>
    internal abstract PartitionPruning Pruning(CollectionSchema schema, IReadOnlyList<string> names);

    /// <summary>The same rule after a field was renamed.</summary>
    internal virtual PartitionBy Renamed(string field, string newName) => this;

    /// <summary>Writes the rule as a JSON object.</summary>
    internal abstract void Write(Utf8JsonWriter json);

    /// <summary>Throws unless something can be the name of a partition.</summary>
    internal static string CheckName(CollectionSchema schema, string? name)
    {
        if (name is { Length: >= 1 and <= LongestName } && !name.Any(char.IsControl) && WellFormedText.Is(name))
            return name;
        throw new ZvecException(
            ZvecErrorCode.InvalidArgument,
            $"A partition of collection '{schema.Name}' cannot have the name '{name}' of {name?.Length ?? 0} characters; use 1 to "
                + $"{LongestName} characters of well-formed Unicode, no control characters.");
    }
}
