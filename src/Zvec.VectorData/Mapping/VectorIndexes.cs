using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Chooses the index of a vector property from its model and its settings.</summary>
internal static class VectorIndexes
{
    /// <summary>The name of the index kind that sparse vectors have unless they are only scanned.</summary>
    public const string Sparse = "Sparse";

    private const string SupportedKinds = "Hnsw, Flat, IvfFlat, QuantizedFlat or Dynamic";

    /// <summary>Refuses a distance function or index kind that the engine does not have, before anything is created.</summary>
    /// <exception cref="NotSupportedException">The property asks for such a function, kind, or combination.</exception>
    public static void Validate(VectorPropertyModel property)
    {
        Metric? metric = null;
        if (property.DistanceFunction is { } function)
        {
            metric = DistanceFunctions.MetricOf(function) ?? throw new NotSupportedException(
                $"Distance function '{function}' of vector property '{property.ModelName}' is not supported. Use one of the members of "
                + "DistanceFunction.");
        }

        if (IsSparse(property))
        {
            ValidateSparse(property, metric);
            return;
        }

        if (HasBits(property) && metric is not (null or Metric.Hamming))
        {
            throw new NotSupportedException(
                $"Vector property '{property.ModelName}' holds bits and asks for distance function '{property.DistanceFunction}', which "
                + $"bits do not have. Use {nameof(DistanceFunction.HammingDistance)}, or leave the distance function out.");
        }

        switch (property.IndexKind)
        {
            case null or IndexKind.Flat:
                break;
            case IndexKind.Hnsw or IndexKind.Dynamic when !HasGraphs(property):
                throw new NotSupportedException(
                    $"Vector property '{property.ModelName}' asks for index kind '{property.IndexKind}' with distance function "
                    + $"'{property.DistanceFunction}', which leads nowhere where hardly any elements are equal. Use IndexKind.Flat, leave "
                    + "the index kind out, or use vectors of bits or sbyte.");
            case IndexKind.Hnsw or IndexKind.Dynamic:
                break;
            case IndexKind.IvfFlat or IndexKind.QuantizedFlat:
                if (MetricFor(property) is Metric.Hamming or Metric.Manhattan)
                {
                    throw new NotSupportedException(
                        $"Vector property '{property.ModelName}' asks for index kind '{property.IndexKind}' with distance function "
                        + $"'{property.DistanceFunction ?? nameof(DistanceFunction.HammingDistance)}', which only graphs and a scan of the "
                        + "vectors support. Use IndexKind.Hnsw or IndexKind.Flat, or leave the index kind out.");
                }

                break;
            case IndexKind.DiskAnn:
                throw new NotSupportedException(
                    $"Index kind '{property.IndexKind}' of vector property '{property.ModelName}' is not supported: graphs are walked in "
                    + $"memory, over codes. Use {SupportedKinds}.");
            default:
                throw new NotSupportedException(
                    $"Index kind '{property.IndexKind}' of vector property '{property.ModelName}' is not supported. Use {SupportedKinds}.");
        }
    }

    private static void ValidateSparse(VectorPropertyModel property, Metric? metric)
    {
        if (metric is not (null or Metric.InnerProduct))
        {
            throw new NotSupportedException(
                $"Vector property '{property.ModelName}' is sparse and asks for distance function '{property.DistanceFunction}', which "
                + $"sparse vectors do not have. Use {nameof(DistanceFunction.DotProductSimilarity)}, or leave the distance function out.");
        }

        if (property.IndexKind is not (null or IndexKind.Flat or Sparse))
        {
            throw new NotSupportedException(
                $"Vector property '{property.ModelName}' is sparse and asks for index kind '{property.IndexKind}', which sparse vectors do "
                + "not have. Use IndexKind.Flat for a plain scan, or leave the index kind out.");
        }
    }

    /// <summary>Refuses settings that the index kind does not have.</summary>
    /// <exception cref="InvalidOperationException">There is such a setting; the message names it.</exception>
    public static void Validate(VectorPropertyModel property, ZvecVectorIndexSettings settings)
    {
        string kind = KindFor(property);
        foreach (IndexSetting setting in IndexSetting.All)
        {
            if (setting.Asked(settings) is null || setting.Kinds.Contains(kind))
                continue;

            throw new InvalidOperationException(
                $"The index settings of vector property '{property.ModelName}' have {setting.Name}, which index kind '{kind}'"
                + $"{(property.IndexKind is null ? ", the default," : "")} does not have. Leave it out, or use one of the index kinds that "
                + $"have it: {string.Join(", ", setting.Kinds)}.");
        }
    }

    /// <summary>The index that a new field gets.</summary>
    /// <param name="property">The property, validated.</param>
    /// <param name="settings">Its settings, validated.</param>
    public static VectorIndexOptions Create(VectorPropertyModel property, ZvecVectorIndexSettings settings) => KindFor(property) switch
    {
        Sparse => new SparseIndexOptions(),
        IndexKind.Flat => new FlatIndexOptions { Metric = MetricFor(property) },
        IndexKind.QuantizedFlat => new QuantizedFlatIndexOptions
        {
            Metric = MetricFor(property),
            Quantization = settings.Quantization,
            Rotate = settings.Rotate ?? false,
        },
        IndexKind.IvfFlat => new IvfFlatIndexOptions
        {
            Metric = MetricFor(property),
            Quantization = settings.Quantization,
            Rotate = settings.Rotate ?? false,
            NList = settings.NList,
        },
        IndexKind.Dynamic => WithSettings(new DynamicIndexOptions { Metric = MetricFor(property) }, settings),
        _ => WithSettings(new HnswIndexOptions { Metric = MetricFor(property) }, settings),
    };

    /// <summary>The name that an index has in Microsoft.Extensions.VectorData.</summary>
    public static string KindOf(VectorIndexOptions index) => index switch
    {
        SparseIndexOptions => Sparse,
        FlatIndexOptions => IndexKind.Flat,
        QuantizedFlatIndexOptions => IndexKind.QuantizedFlat,
        IvfFlatIndexOptions => IndexKind.IvfFlat,
        DynamicIndexOptions => IndexKind.Dynamic,
        _ => IndexKind.Hnsw,
    };

    private static Metric MetricFor(VectorPropertyModel property) =>
        (property.DistanceFunction is { } function ? DistanceFunctions.MetricOf(function) : null)
        ?? (HasBits(property) ? Metric.Hamming : IsSparse(property) ? Metric.InnerProduct : Metric.Cosine);

    private static string KindFor(VectorPropertyModel property) =>
        property.IndexKind ?? (IsSparse(property) ? Sparse : HasGraphs(property) ? IndexKind.Hnsw : IndexKind.Flat);

    /// <summary>Whether a graph makes sense: not where vectors differ in nearly all elements, as floats do.</summary>
    private static bool HasGraphs(VectorPropertyModel property) =>
        MetricFor(property) != Metric.Hamming || TypeOf(property) is VectorType.Binary or VectorType.Int8;

    private static bool HasBits(VectorPropertyModel property) => TypeOf(property) == VectorType.Binary;

    private static bool IsSparse(VectorPropertyModel property) => TypeOf(property) == VectorType.Sparse;

    private static VectorType? TypeOf(VectorPropertyModel property) =>
        VectorCodec.TryGet(property.EmbeddingType, out VectorCodec? codec) ? codec.VectorType : null;

    private static HnswIndexOptions WithSettings(HnswIndexOptions index, ZvecVectorIndexSettings settings) => index with
    {
        M = settings.M ?? index.M,
        EfConstruction = settings.EfConstruction ?? index.EfConstruction,
        Quantization = settings.Quantization,
        Rotate = settings.Rotate ?? false,
    };

    private static DynamicIndexOptions WithSettings(DynamicIndexOptions index, ZvecVectorIndexSettings settings) => index with
    {
        M = settings.M ?? index.M,
        EfConstruction = settings.EfConstruction ?? index.EfConstruction,
        Threshold = settings.Threshold ?? index.Threshold,
        Quantization = settings.Quantization,
        Rotate = settings.Rotate ?? false,
    };
}
