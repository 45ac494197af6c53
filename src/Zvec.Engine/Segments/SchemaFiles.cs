using System.Globalization;

namespace Zvec.Engine.Segments;

/// <summary>Says which files of a segment belong to a schema. Beside them a segment may have those of fields that were dropped, which older
/// snapshots read, and of fields that are being made.</summary>
internal static class SchemaFiles
{
    /// <summary>Whether a schema has the field, and the index, that a file of a segment is for.</summary>
    public static bool Has(CollectionSchema schema, string name)
    {
        if (FieldOf(name) is not { } id)
            return true;
        string kind = Path.GetExtension(name);
        return name[0] == 'f'
            ? schema.Fields.FirstOrDefault(field => field.Id == id) is { } field && Has(field, kind)
            : schema.Vectors.FirstOrDefault(vector => vector.Id == id) is { } vector && Has(vector, kind);
    }

    /// <summary>The identifier of the field that a file is for; null for a file that is for all.</summary>
    public static int? FieldOf(string name)
    {
        int end = name.IndexOf('.');
        bool isOfField = end > 1 && name[0] is 'f' or 'v';
        return isOfField && int.TryParse(name.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id
            : null;
    }

    private static bool Has(FieldSchema field, string kind) => kind switch
    {
        ".inverted" => field.Index is InvertedIndexOptions,
        ".text" => field.Index is TextIndexOptions,
        _ => true,
    };

    private static bool Has(VectorSchema vector, string kind) => kind switch
    {
        ".codes" or ".hnsw" or ".ivf" => vector.Index is not FlatIndexOptions,
        ".postings" => vector.Index is SparseIndexOptions,
        _ => true,
    };
}
