using System.Collections.Immutable;
using Zvec.Engine.Tests.Collections;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>What a collection should hold at one moment. Immutable: each call of a workload makes the next one.</summary>
/// <param name="Documents">The documents by key.</param>
/// <param name="AddedFields">The names of the fields that were added.</param>
/// <param name="IsWeightIndexed">Whether the field of weights has an index.</param>
/// <param name="TextIndex">The index of the field of texts; null when it was dropped.</param>
internal sealed record SimulatedState(
    ImmutableSortedDictionary<int, SimulatedDocument> Documents,
    ImmutableSortedSet<string> AddedFields,
    bool IsWeightIndexed,
    TextIndexOptions? TextIndex)
{
    public const int AddedDimensions = 3;

    private const string VectorPrefix = "vector";

    public static SimulatedState Empty { get; } = new(
        ImmutableSortedDictionary<int, SimulatedDocument>.Empty,
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal),
        IsWeightIndexed: false,
        ModelTexts.Index);

    public static bool IsVector(string field) => field.StartsWith(VectorPrefix, StringComparison.Ordinal);

    /// <summary>A name for a field to add, or null when there are enough.</summary>
    public string? NameToAdd(Random random)
    {
        string name = (random.Next(2) == 0 ? VectorPrefix : "number") + AddedFields.Count;
        return AddedFields.Count < 4 ? name : null;
    }

    public SimulatedState With(IEnumerable<(int Key, SimulatedDocument Document)> documents)
    {
        ImmutableSortedDictionary<int, SimulatedDocument>.Builder all = Documents.ToBuilder();
        foreach ((int key, SimulatedDocument document) in documents)
            all[key] = document;
        return this with { Documents = all.ToImmutable() };
    }

    public SimulatedState Without(IEnumerable<int> keys) => this with { Documents = Documents.RemoveRange(keys) };

    /// <summary>Whether an open collection has this schema and these documents.</summary>
    public bool Equals(CollectionSchema schema, Dictionary<int, SimulatedDocument> found) =>
        AddedFieldsOf(schema).SequenceEqual(AddedFields)
        && IsWeightIndexed == (schema.FindField("weight")!.Index is not null)
        && Equals(TextIndex, schema.FindField("text")!.Index)
        && found.Count == Documents.Count
        && found.All(entry => Documents.TryGetValue(entry.Key, out SimulatedDocument? document) && document.IsSameAs(entry.Value));

    public static IEnumerable<string> AddedFieldsOf(CollectionSchema schema)
    {
        CollectionSchema first = CollectionModel.Schema(new FlatIndexOptions());
        return schema.Fields.Select(field => field.Name).Concat(schema.Vectors.Select(vector => vector.Name))
            .Where(name => first.FindField(name) is null && first.FindVector(name) is null)
            .Order(StringComparer.Ordinal);
    }

    public override string ToString() =>
        $"{Documents.Count} documents ({string.Join(' ', Documents.Keys)}), fields added: {string.Join(' ', AddedFields)}, "
            + $"weight indexed: {IsWeightIndexed}, texts indexed: {TextIndex}";
}
