using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>A data property and the field that keeps it.</summary>
internal sealed record MappedField(DataPropertyModel Property, FieldCodec Codec, bool IsNullable);

/// <summary>A vector property and the field that keeps its vectors.</summary>
/// <param name="Property">The property.</param>
/// <param name="Codec">How its vectors, given or generated, are kept.</param>
/// <param name="IsNullable">Whether a record may be without.</param>
/// <param name="IsGenerated">Whether the property holds what an embedding is generated from, instead of the vector.</param>
internal sealed record MappedVector(VectorPropertyModel Property, VectorCodec Codec, bool IsNullable, bool IsGenerated)
{
    /// <summary>The type of the property, without the possibility of null.</summary>
    public Type BareType { get; } = Nullable.GetUnderlyingType(Property.Type) ?? Property.Type;

    /// <summary>The vector of a document as the property has it; null where it has none.</summary>
    public object? FromDocument(Document document) =>
        Codec.FromDocument(document[Property.StorageName], BareType, Property.Dimensions);
}

/// <summary>How the records of one model are kept as documents. Worked out once for each collection object; immutable.</summary>
internal sealed class RecordMapping
{
    public RecordMapping(CollectionModel model)
    {
        Model = model;
        Fields = [.. model.DataProperties.Select(MapField)];
        Vectors = [.. model.VectorProperties.Select(MapVector)];
    }

    public CollectionModel Model { get; }

    public MappedField[] Fields { get; }

    public MappedVector[] Vectors { get; }

    /// <summary>Makes the document of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">Its key.</param>
    /// <param name="embeddings">The embeddings generated for the record, one for each of <see cref="Vectors"/>; null where there is
    /// none.</param>
    public Document ToDocument(object record, DocumentKey key, ReadOnlySpan<object?> embeddings)
    {
        var document = new Document(key);
        foreach (MappedField field in Fields)
            document[field.Property.StorageName] = field.Codec.ToDocument(field.Property.GetValueAsObject(record));

        for (int i = 0; i < Vectors.Length; i++)
        {
            MappedVector vector = Vectors[i];
            object? value = vector.IsGenerated ? embeddings[i] : vector.Property.GetValueAsObject(record);
            document[vector.Property.StorageName] = vector.Codec.ToDocument(value);
        }

        return document;
    }

    /// <summary>Makes a record from a document.</summary>
    public TRecord ToRecord<TRecord>(Document document, bool includeVectors)
        where TRecord : class
    {
        if (typeof(TRecord) == typeof(Dictionary<string, object?>))
            return (TRecord)(object)ToDictionary(document, includeVectors);

        TRecord record = Model.CreateRecord<TRecord>();
        Model.KeyProperty.SetValueAsObject(record, document.Key.Value);
        foreach (MappedField field in Fields)
            Set(record, field.Property, field.Codec.FromDocument(document[field.Property.StorageName]));

        if (includeVectors)
        {
            foreach (MappedVector vector in Vectors)
                Set(record, vector.Property, vector.FromDocument(document));
        }

        return record;
    }

    /// <summary>A dictionary that has its size from the start, and takes its values without a detour through the model.</summary>
    private Dictionary<string, object?> ToDictionary(Document document, bool includeVectors)
    {
        var record = new Dictionary<string, object?>(1 + Fields.Length + (includeVectors ? Vectors.Length : 0))
        {
            [Model.KeyProperty.ModelName] = document.Key.Value,
        };
        foreach (MappedField field in Fields)
            record[field.Property.ModelName] = field.Codec.FromDocument(document[field.Property.StorageName]);

        if (includeVectors)
        {
            foreach (MappedVector vector in Vectors)
                record[vector.Property.ModelName] = vector.FromDocument(document);
        }

        return record;
    }

    private static void Set(object record, PropertyModel property, object? value)
    {
        try
        {
            property.SetValueAsObject(record, value);
        }
        catch (ArgumentException exception) when (value is not null && !property.Type.IsInstanceOfType(value))
        {
            throw new InvalidOperationException(
                $"Property '{property.ModelName}' has type '{property.Type.Name}', but the collection holds a value of type "
                + $"'{value.GetType().Name}' in its field '{property.StorageName}'.",
                exception);
        }
    }

    private static MappedField MapField(DataPropertyModel property) =>
        FieldCodecs.TryGet(property.Type, out FieldCodec? codec)
            ? new MappedField(property, codec, property.IsNullable)
            : throw new NotSupportedException($"Property '{property.ModelName}' has unsupported type '{property.Type.Name}'.");

    private static MappedVector MapVector(VectorPropertyModel property) =>
        VectorCodec.TryGet(property.EmbeddingType, out VectorCodec? codec)
            ? new MappedVector(property, codec, property.IsNullable, property.EmbeddingType != property.Type)
            : throw new NotSupportedException($"Property '{property.ModelName}' has unsupported vector type "
                + $"'{property.EmbeddingType.Name}'.");
}
