using System.Globalization;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Statistics;

/// <summary>Says of an index what it is and how it is set.</summary>
internal static class IndexParameters
{
    public static string KindOf(FieldIndexOptions index) => index is TextIndexOptions ? TextIndexJson.Kind : "inverted";

    public static string KindOf(VectorIndexOptions index) => index switch
    {
        HnswIndexOptions => "hnsw",
        IvfFlatIndexOptions => "ivf",
        QuantizedFlatIndexOptions => "quantizedFlat",
        DynamicIndexOptions => "dynamic",
        SparseIndexOptions => "sparse",
        _ => "flat",
    };

    public static IReadOnlyDictionary<string, string> Of(FieldIndexOptions index)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (index is not TextIndexOptions text)
            return parameters;
        parameters["tokenizer"] = text.Tokenizer.ToString();
        parameters["lowerCase"] = Text(text.LowerCase);
        parameters["asciiFolding"] = Text(text.AsciiFolding);
        parameters["stemmer"] = text.Stemmer.ToString();
        parameters["cjkBigrams"] = Text(text.CjkBigrams);
        parameters["stopWords"] = Text(text.StopWords?.Count ?? 0);
        parameters["minGram"] = Text(text.MinGram);
        parameters["maxGram"] = Text(text.MaxGram);
        return parameters;
    }

    public static IReadOnlyDictionary<string, string> Of(VectorSchema vector)
    {
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["metric"] = vector.Index.Metric.ToString(),
            ["type"] = vector.Type.ToString(),
        };
        if (vector.Type != VectorType.Sparse)
            parameters["dimensions"] = Text(vector.Dimensions);
        switch (vector.Index)
        {
            case HnswIndexOptions hnsw:
                parameters["m"] = Text(hnsw.M);
                parameters["efConstruction"] = Text(hnsw.EfConstruction);
                break;
            case DynamicIndexOptions dynamic:
                parameters["threshold"] = Text(dynamic.Threshold);
                parameters["m"] = Text(dynamic.M);
                parameters["efConstruction"] = Text(dynamic.EfConstruction);
                break;
            case IvfFlatIndexOptions { NList: { } lists }:
                parameters["nlist"] = Text(lists);
                break;
        }

        if (DefaultQuantization.Resolve(vector.Index, vector.Type, vector.Dimensions) is QuantizedVectorIndexOptions codes)
        {
            parameters["quantization"] = $"{codes.Quantization}";
            parameters["rotate"] = Text(codes.Rotate);
        }

        return parameters;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool value) => value ? "true" : "false";
}
