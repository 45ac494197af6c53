using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Makes the schema of a collection from the model of its records.</summary>
internal static class RecordSchema
{
    private const int MaxNameLength = 256;

    /// <summary>The schema of a new collection.</summary>
    /// <param name="name">The collection's name.</param>
    /// <param name="fallbackName">The name to give to the schema where the engine does not take the collection's.</param>
    /// <param name="mapping">The records.</param>
    /// <param name="indexes">Settings for the indexes.</param>
    public static CollectionSchema Create(string name, string fallbackName, RecordMapping mapping, IndexSettings indexes)
    {
        KeyPropertyModel key = mapping.Model.KeyProperty;
        return new CollectionSchema(name.Length <= MaxNameLength && IsPlainText(name) ? name : fallbackName)
        {
            Key = KeyCodec.KeyTypeOf(key.Type),
            KeyName = key.StorageName,
            Fields = [.. mapping.Fields.Select(field => Field(field, indexes))],
            Vectors = [.. mapping.Vectors.Select(vector => Vector(vector, indexes))],
        };
    }

    /// <summary>The field for a data property.</summary>
    public static FieldSchema Field(MappedField field, IndexSettings indexes) => new(field.Property.StorageName, field.Codec.DataType)
    {
        Nullable = field.IsNullable,
        Index = IndexOf(field, indexes),
    };

    /// <summary>The field for a vector property.</summary>
    public static VectorSchema Vector(MappedVector vector, IndexSettings indexes) =>
        new(vector.Property.StorageName, vector.Codec.VectorType, vector.Property.Dimensions)
        {
            Nullable = vector.IsNullable,
            Index = VectorIndexes.Create(vector.Property, indexes.Of(vector.Property)),
        };

    // A field has one index. Where a property asks for both, keywords win: a filter finds the same without an index, only more slowly,
    // while keywords cannot be searched without theirs. The engine has no index of bytes, so that filters on them always scan.
    public static FieldIndexOptions? IndexOf(MappedField field, IndexSettings indexes) =>
        field.Property.IsFullTextIndexed ? indexes.Of(field.Property) ?? new TextIndexOptions()
        : field.Property.IsIndexed && field.Codec.DataType is not (DataType.Binary or DataType.BinaryArray) ? new InvertedIndexOptions()
        : null;

    private static bool IsPlainText(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i]))
                return false;
            if (char.IsSurrogate(name[i]) && !(i + 1 < name.Length && char.IsSurrogatePair(name[i], name[++i])))
                return false;
        }

        return true;
    }
}
