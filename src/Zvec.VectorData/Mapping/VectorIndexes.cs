using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>Chooses the index of a vector property from its model and the collection's options.</summary>
internal static class VectorIndexes
{
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

        switch (property.IndexKind)
        {
            case null or IndexKind.Flat:
                break;
            case IndexKind.Hnsw or IndexKind.Dynamic:
                if (metric is Metric.Hamming or Metric.Manhattan)
                {
                    throw new NotSupportedException(
                        $"Vector property '{property.ModelName}' asks for index kind '{property.IndexKind}' with distance function "
                        + $"'{property.DistanceFunction}', which no graph supports. Use IndexKind.Flat, or leave the index kind out.");
                }

                break;
            case IndexKind.IvfFlat or IndexKind.QuantizedFlat or IndexKind.DiskAnn:
                throw new NotSupportedException(
                    $"Index kind '{property.IndexKind}' of vector property '{property.ModelName}' is not available yet. Use Hnsw, Flat or "
                    + "Dynamic.");
            default:
                throw new NotSupportedException(
                    $"Index kind '{property.IndexKind}' of vector property '{property.ModelName}' is not supported. Use Hnsw, Flat or "
                    + "Dynamic.");
        }
    }

    /// <summary>The index that a new field gets.</summary>
    /// <param name="property">The property, validated.</param>
    /// <param name="settings">The collection's settings for the property; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">Settings and model contradict each other.</exception>
    public static VectorIndexOptions Create(VectorPropertyModel property, VectorIndexOptions? settings)
    {
        Metric? metric = property.DistanceFunction is { } function ? DistanceFunctions.MetricOf(function) : null;
        if (settings is not null)
        {
            if (property.IndexKind is not null && KindOf(settings) != property.IndexKind)
            {
                throw new InvalidOperationException(
                    $"Vector property '{property.ModelName}' has index kind '{property.IndexKind}', but the index settings of the "
                    + $"collection's options are of kind '{KindOf(settings)}'. Leave one of them out.");
            }

            return settings with { Metric = metric ?? settings.Metric };
        }

        Metric chosen = metric ?? Metric.Cosine;
        return property.IndexKind switch
        {
            IndexKind.Flat => new FlatIndexOptions { Metric = chosen },
            IndexKind.Dynamic => new DynamicIndexOptions { Metric = chosen },
            null when chosen is Metric.Hamming or Metric.Manhattan => new FlatIndexOptions { Metric = chosen },
            _ => new HnswIndexOptions { Metric = chosen },
        };
    }

    /// <summary>The name that an index has in Microsoft.Extensions.VectorData.</summary>
    public static string KindOf(VectorIndexOptions index) => index switch
    {
        FlatIndexOptions => IndexKind.Flat,
        DynamicIndexOptions => IndexKind.Dynamic,
        _ => IndexKind.Hnsw,
    };
}
