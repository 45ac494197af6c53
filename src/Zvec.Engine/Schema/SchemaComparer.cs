using System.Globalization;

namespace Zvec.Engine.Schema;

/// <summary>Tells in sentences how a schema that a program asks for differs from that of the collection on disk. The order of fields and
/// their identifiers do not count.</summary>
internal static class SchemaComparer
{
    /// <summary>One sentence, without its full stop, for each difference; none when the schemas ask for the same.</summary>
    public static IReadOnlyList<string> Differences(CollectionSchema existing, CollectionSchema requested)
    {
        var differences = new List<string>();
        if (existing.Name != requested.Name)
            differences.Add($"the collection is named '{existing.Name}' and the schema '{requested.Name}'");
        if (existing.KeyName != requested.KeyName)
            differences.Add($"the key is named '{existing.KeyName}' in the collection and '{requested.KeyName}' in the schema");
        if (existing.Key != requested.Key)
            differences.Add($"the key is {existing.Key} in the collection and {requested.Key} in the schema");

        foreach (FieldSchema field in requested.Fields)
        {
            if (existing.FindField(field.Name) is { } found)
                CompareFields(differences, found, field);
            else if (existing.FindVector(field.Name) is not null)
                differences.Add($"'{field.Name}' is a vector in the collection and a field in the schema");
            else
                differences.Add($"field '{field.Name}' is in the schema and not in the collection");
        }

        foreach (VectorSchema vector in requested.Vectors)
        {
            if (existing.FindVector(vector.Name) is { } found)
                CompareVectors(differences, found, vector);
            else if (existing.FindField(vector.Name) is not null)
                differences.Add($"'{vector.Name}' is a field in the collection and a vector in the schema");
            else
                differences.Add($"vector '{vector.Name}' is in the schema and not in the collection");
        }

        foreach (FieldSchema field in existing.Fields)
        {
            if (requested.FindField(field.Name) is null && requested.FindVector(field.Name) is null)
                differences.Add($"field '{field.Name}' is in the collection and not in the schema");
        }

        foreach (VectorSchema vector in existing.Vectors)
        {
            if (requested.FindField(vector.Name) is null && requested.FindVector(vector.Name) is null)
                differences.Add($"vector '{vector.Name}' is in the collection and not in the schema");
        }

        return differences;
    }

    private static void CompareFields(List<string> differences, FieldSchema existing, FieldSchema requested)
    {
        string what = $"field '{existing.Name}'";
        Compare(differences, what, existing.Type.ToString(), requested.Type.ToString());
        Compare(differences, what, Nullability(existing.Nullable), Nullability(requested.Nullable));
        if (existing.Index != requested.Index)
            differences.Add($"{what} has {Describe(existing.Index)} in the collection and {Describe(requested.Index)} in the schema");
    }

    private static void CompareVectors(List<string> differences, VectorSchema existing, VectorSchema requested)
    {
        string what = $"vector '{existing.Name}'";
        Compare(differences, what, existing.Type.ToString(), requested.Type.ToString());
        Compare(differences, what, Nullability(existing.Nullable), Nullability(requested.Nullable));
        if (existing.Dimensions != requested.Dimensions)
        {
            differences.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} has {existing.Dimensions} dimensions in the collection and {requested.Dimensions} in the schema"));
        }

        VectorIndexOptions index = DefaultQuantization.Resolve(requested.Index, existing.Index);
        if (existing.Index != index)
            differences.Add($"{what} has {Describe(existing.Index)} in the collection and {Describe(index)} in the schema");
    }

    private static void Compare(List<string> differences, string what, string existing, string requested)
    {
        if (existing != requested)
            differences.Add($"{what} is {existing} in the collection and {requested} in the schema");
    }

    private static string Nullability(bool nullable) => nullable ? "nullable" : "not nullable";

    private static string Describe(FieldIndexOptions? index) => index switch
    {
        null => "no index",
        InvertedIndexOptions => "an inverted index",
        TextIndexOptions text => Describe(text),
        _ => index.ToString(),
    };

    private static string Describe(TextIndexOptions index)
    {
        var standard = new TextIndexOptions();
        var settings = new List<string>();
        if (index.Tokenizer != standard.Tokenizer)
            settings.Add($"tokenizer {index.Tokenizer}");
        if (!index.LowerCase)
            settings.Add("not lower-cased");
        if (index.AsciiFolding)
            settings.Add("folded to ASCII");
        if (index.StopWords is { } words)
            settings.Add($"stop words {words}");
        if (index.Stemmer != standard.Stemmer)
            settings.Add($"stemmer {index.Stemmer}");
        if (index.CjkBigrams)
            settings.Add("CJK bigrams");
        if (index.MinGram != standard.MinGram || index.MaxGram != standard.MaxGram)
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"{index.MinGram} to {index.MaxGram} characters a gram"));
        if (index.GramCharacters != standard.GramCharacters)
            settings.Add($"grams of {index.GramCharacters}");
        return settings.Count == 0 ? "a text index" : $"a text index ({string.Join(", ", settings)})";
    }

    private static string Describe(VectorIndexOptions index) => string.Create(CultureInfo.InvariantCulture, $"{index switch
    {
        FlatIndexOptions => $"a flat index (metric {index.Metric})",
        SparseIndexOptions => "an inverted index",
        QuantizedFlatIndexOptions flat => $"a quantized flat index (metric {flat.Metric}, {DescribeCodes(flat)})",
        HnswIndexOptions hnsw => $"an HNSW index (metric {hnsw.Metric}, M {hnsw.M}, efConstruction {hnsw.EfConstruction}, "
            + $"{DescribeCodes(hnsw)})",
        IvfFlatIndexOptions ivf => $"an IVF index (metric {ivf.Metric}, nlist {(ivf.NList is { } lists ? lists : "by default")}, "
            + $"{DescribeCodes(ivf)})",
        DynamicIndexOptions dynamic => $"a dynamic index (metric {dynamic.Metric}, threshold {dynamic.Threshold}, M {dynamic.M}, "
            + $"efConstruction {dynamic.EfConstruction}, {DescribeCodes(dynamic)})",
        _ => index.ToString(),
    }}");

    private static string DescribeCodes(QuantizedVectorIndexOptions index) =>
        $"quantization {(index.Quantization is { } codes ? codes : "by default")}{(index.Rotate ? ", rotated" : "")}";
}
