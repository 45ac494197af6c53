using System.Text;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Compares the model of records with a collection that exists: what could be added to it, and what does not fit.</summary>
/// <remarks>
/// A model that is silent fits: about a distance function, an index kind or its settings, fields that it does not mention, an index that
/// is there. So does a property that may not be null over a field that may. What the model states must be what is stored.
/// </remarks>
internal sealed class SchemaFit
{
    private readonly List<string> _differences = [];

    private SchemaFit()
    {
    }

    /// <summary>Fields that the collection lacks and that can be added: nullable ones.</summary>
    public List<FieldSchema> NewFields { get; } = [];

    /// <summary>Vector fields that the collection lacks and that can be added: nullable ones.</summary>
    public List<VectorSchema> NewVectors { get; } = [];

    /// <summary>Indexes that fields of the collection lack.</summary>
    public List<(string Field, FieldIndexOptions Index)> NewIndexes { get; } = [];

    /// <summary>Whether there is something to add.</summary>
    public bool HasAdditions => NewFields.Count + NewVectors.Count + NewIndexes.Count > 0;

    /// <summary>Compares; throws when something differs that cannot be added.</summary>
    /// <exception cref="InvalidOperationException">Properties differ from what is stored; the message names each, and how.</exception>
    public static SchemaFit Compare(string collection, CollectionSchema stored, RecordMapping mapping, IndexSettings indexes)
    {
        var fit = new SchemaFit();
        fit.CompareKey(stored, mapping.Model.KeyProperty);
        foreach (MappedField field in mapping.Fields)
            fit.CompareField(stored, field, indexes);
        foreach (MappedVector vector in mapping.Vectors)
            fit.CompareVector(stored, vector, indexes);

        return fit._differences.Count == 0 ? fit : throw new InvalidOperationException(fit.Message(collection));
    }

    private void CompareKey(CollectionSchema stored, KeyPropertyModel key)
    {
        KeyType wanted = KeyCodec.KeyTypeOf(key.Type);
        if (wanted != stored.Key)
            Differs(key, $"keys have type {wanted}, and the collection has keys of type {stored.Key}");
        if (key.StorageName != stored.KeyName)
            Differs(key, $"it is stored as '{key.StorageName}', and the collection's key is named '{stored.KeyName}'");
    }

    private void CompareField(CollectionSchema stored, MappedField field, IndexSettings indexes)
    {
        DataPropertyModel property = field.Property;
        if (Find(stored.Fields, property.StorageName) is not { } existing)
        {
            if (IsTaken(stored, property))
                return;

            if (field.IsNullable)
                NewFields.Add(RecordSchema.Field(field, indexes));
            else
                Differs(property, $"the collection has no field '{property.StorageName}', and only one that may be null can be added: "
                    + "make it nullable");
            return;
        }

        if (existing.Type != field.Codec.DataType)
            Differs(property, $"it needs a field of type {field.Codec.DataType}, and '{existing.Name}' has type {existing.Type}");
        else if (StatesNull(property) && !existing.Nullable)
            Differs(property, $"it can be null, and field '{existing.Name}' cannot");
        else if (existing.Index is null && RecordSchema.IndexOf(field, indexes) is { } index)
            NewIndexes.Add((existing.Name, index));
        else if (indexes.Of(property) is { } asked && existing.Index != asked)
            Differs(property, $"its options ask for another text index than '{existing.Name}' was created with");
    }

    private void CompareVector(CollectionSchema stored, MappedVector vector, IndexSettings indexes)
    {
        VectorPropertyModel property = vector.Property;
        if (stored.Vectors.FirstOrDefault(candidate => candidate.Name == property.StorageName) is not { } existing)
        {
            if (IsTaken(stored, property))
                return;

            if (vector.IsNullable)
                NewVectors.Add(RecordSchema.Vector(vector, indexes));
            else
                Differs(property, $"the collection has no vector '{property.StorageName}', and only one that may be null can be added: "
                    + "make it nullable");
            return;
        }

        if (existing.Type != vector.Codec.VectorType)
            Differs(property, $"it needs vectors of {vector.Codec.VectorType}, and '{existing.Name}' holds {existing.Type}");
        if (existing.Dimensions != property.Dimensions)
            Differs(property, $"it has {property.Dimensions} dimensions, and '{existing.Name}' has {existing.Dimensions}");
        if (property.DistanceFunction is { } function
            && DistanceFunctions.MetricOf(function) is { } metric && metric != existing.Index.Metric)
        {
            Differs(property, $"distance function {function} is measured with the metric {metric}, and '{existing.Name}' with "
                + $"{existing.Index.Metric}");
        }

        if (property.IndexKind is { } kind && kind != VectorIndexes.KindOf(existing.Index))
            Differs(property, $"it has index kind {kind}, and '{existing.Name}' has {VectorIndexes.KindOf(existing.Index)}");
        else
            CompareSettings(property, indexes.Of(property), existing);
        if (StatesNull(property) && !existing.Nullable)
            Differs(property, $"it can be null, and vector '{existing.Name}' cannot");
    }

    private void CompareSettings(VectorPropertyModel property, ZvecVectorIndexSettings settings, VectorSchema existing)
    {
        string kind = VectorIndexes.KindOf(existing.Index);
        foreach (IndexSetting setting in IndexSetting.All)
        {
            if (setting.Asked(settings) is not { } asked)
                continue;

            if (!setting.Kinds.Contains(kind))
            {
                Differs(property, $"its index settings have {setting.Name} {asked}, and '{existing.Name}' has index kind {kind}, which "
                    + "does not have that");
            }
            else if (setting.Stored(existing.Index) is var stored && !asked.Equals(stored))
            {
                Differs(property, $"its index settings have {setting.Name} {asked}, and '{existing.Name}' was created with "
                    + $"{stored ?? "the default"}");
            }
        }
    }

    private bool IsTaken(CollectionSchema stored, PropertyModel property)
    {
        string? other = stored.KeyName == property.StorageName ? "its key"
            : Find(stored.Fields, property.StorageName) is not null ? "a field that is no vector"
            : stored.Vectors.Any(vector => vector.Name == property.StorageName) ? "a vector"
            : null;
        if (other is not null)
            Differs(property, $"the collection has '{property.StorageName}' as {other}");
        return other is not null;
    }

    // A reference type may be nullable only for want of an annotation; a nullable value type says so.
    private static bool StatesNull(PropertyModel property) => Nullable.GetUnderlyingType(property.Type) is not null;

    private static FieldSchema? Find(IList<FieldSchema> fields, string name) => fields.FirstOrDefault(field => field.Name == name);

    private void Differs(PropertyModel property, string how) => _differences.Add($"property '{property.ModelName}': {how}");

    private string Message(string collection)
    {
        var message = new StringBuilder($"The record does not fit the collection '{collection}' on disk: ");
        message.AppendJoin("; ", _differences);
        return message.Append(". Change the record, or delete the collection with EnsureCollectionDeletedAsync and create it "
            + "again.").ToString();
    }
}
