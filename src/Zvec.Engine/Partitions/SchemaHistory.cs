using Zvec.Engine.Maintenance;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Partitions;

/// <summary>The schema of a partitioned collection, and those that it had before. Immutable.</summary>
/// <remarks>The catalog names a new schema before any partition has it. A partition that lags behind, because it was closed, detached or
/// archived meanwhile or because of a crash, has one of the earlier schemas, and is brought up by the same steps that the others
/// made.</remarks>
internal sealed class SchemaHistory
{
    /// <summary>Of so many earlier schemas partitions are known; those of still earlier ones are refused.</summary>
    public const int MostEarlier = 256;

    private readonly byte[][] _texts;
    private readonly int _readableFrom;

    /// <param name="schemas">The schemas, the oldest first and the present one last.</param>
    public SchemaHistory(IReadOnlyList<CollectionSchema> schemas)
    {
        Schemas = schemas;
        _texts = [.. schemas.Select(SchemaJson.Serialize)];
        _readableFrom = schemas.Count - 1;
        while (_readableFrom > 0 && !Step(_readableFrom - 1).Rewrites)
            _readableFrom--;
    }

    /// <summary>All that are known, the present one last.</summary>
    public IReadOnlyList<CollectionSchema> Schemas { get; }

    public CollectionSchema Present => Schemas[^1];

    /// <summary>With another schema as the present one.</summary>
    public SchemaHistory Followed(CollectionSchema by) => new([.. Schemas.TakeLast(MostEarlier), by]);

    /// <summary>The place of a schema among these, down to identifiers and the order of fields; −1 when it is none of them.</summary>
    public int PlaceOf(CollectionSchema schema)
    {
        ReadOnlySpan<byte> text = SchemaJson.Serialize(schema);
        for (int i = _texts.Length - 1; i >= 0; i--)
        {
            if (text.SequenceEqual(_texts[i]))
                return i;
        }

        return -1;
    }

    /// <summary>Whether these are the same schemas as others.</summary>
    public bool IsSame(SchemaHistory other) =>
        ReferenceEquals(this, other)
        || (_texts.Length == other._texts.Length && _texts.Zip(other._texts).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)));

    public bool IsPresent(int place) => place == Schemas.Count - 1;

    /// <summary>Whether documents that were written under the schema at a place are read rightly under the present one: what is missing is
    /// null, and what is too much is not looked at.</summary>
    public bool IsReadable(int place) => place >= _readableFrom;

    /// <summary>What leads from the schema at a place to the next one. One change was made at a time, so that a field of the same name with
    /// another identifier is the same field, written anew.</summary>
    public SchemaChange Step(int place)
    {
        CollectionSchema from = Schemas[place];
        CollectionSchema to = Schemas[place + 1];
        return new SchemaChange(to)
        {
            Fields =
            [
                .. to.Fields
                    .Select(field => (Target: field, Source: from.FindField(field.Name)))
                    .Where(pair => pair.Source is not null && pair.Source.Id != pair.Target.Id)
                    .Select(pair => new FieldRewrite(pair.Target, pair.Source, Values: null)),
            ],
            Vectors =
            [
                .. to.Vectors
                    .Select(vector => (Target: vector, Source: from.FindVector(vector.Name)))
                    .Where(pair => pair.Source is not null && pair.Source.Id != pair.Target.Id)
                    .Select(pair => new VectorRewrite(pair.Target, pair.Source!)),
            ],
            Removes = from.Fields.Any(field => TakesAway(to, field)) || from.Vectors.Any(vector => TakesAway(to, vector)),
        };
    }

    private static bool TakesAway(CollectionSchema to, FieldSchema field) => to.Fields.FirstOrDefault(other => other.Id == field.Id) is { } same
        ? field.Index is not null && !Equals(same.Index, field.Index)
        : to.FindField(field.Name) is null;

    private static bool TakesAway(CollectionSchema to, VectorSchema vector) => to.Vectors.FirstOrDefault(other => other.Id == vector.Id) is { } same
        ? vector.Index is SparseIndexOptions && same.Index != vector.Index
        : to.FindVector(vector.Name) is null;
}
