using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>One of the settings of a <see cref="ZvecVectorIndexSettings"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kinds">The index kinds that have it.</param>
/// <param name="Asked">The value that a program asks for; null when it leaves it open.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Set">Sets it to a value of that type.</param>
/// <param name="Stored">The value that an index of one of the kinds has; null when it was left to the engine.</param>
internal sealed record IndexSetting(
    string Name,
    string[] Kinds,
    Func<ZvecVectorIndexSettings, object?> Asked,
    Type Type,
    Action<ZvecVectorIndexSettings, object> Set,
    Func<VectorIndexOptions, object?> Stored)
{
    /// <summary>What the keys of all annotations for this store begin with.</summary>
    public const string Prefix = "Zvec:";

    private static readonly string[] Graphs = [IndexKind.Hnsw, IndexKind.Dynamic];
    private static readonly string[] Coded = [IndexKind.Hnsw, IndexKind.Dynamic, IndexKind.IvfFlat, IndexKind.QuantizedFlat];

    public static readonly IndexSetting[] All =
    [
        new(
            nameof(ZvecVectorIndexSettings.M),
            Graphs,
            static settings => settings.M,
            typeof(int),
            static (settings, value) => settings.M = (int)value,
            static index => (index as HnswIndexOptions)?.M ?? (index as DynamicIndexOptions)?.M),
        new(
            nameof(ZvecVectorIndexSettings.EfConstruction),
            Graphs,
            static settings => settings.EfConstruction,
            typeof(int),
            static (settings, value) => settings.EfConstruction = (int)value,
            static index => (index as HnswIndexOptions)?.EfConstruction ?? (index as DynamicIndexOptions)?.EfConstruction),
        new(
            nameof(ZvecVectorIndexSettings.Quantization),
            Coded,
            static settings => settings.Quantization,
            typeof(Quantization),
            static (settings, value) => settings.Quantization = (Quantization)value,
            static index => (index as QuantizedVectorIndexOptions)?.Quantization),
        new(
            nameof(ZvecVectorIndexSettings.Rotate),
            Coded,
            static settings => settings.Rotate,
            typeof(bool),
            static (settings, value) => settings.Rotate = (bool)value,
            static index => (index as QuantizedVectorIndexOptions)?.Rotate),
        new(
            nameof(ZvecVectorIndexSettings.NList),
            [IndexKind.IvfFlat],
            static settings => settings.NList,
            typeof(int),
            static (settings, value) => settings.NList = (int)value,
            static index => (index as IvfFlatIndexOptions)?.NList),
        new(
            nameof(ZvecVectorIndexSettings.Threshold),
            [IndexKind.Dynamic],
            static settings => settings.Threshold,
            typeof(int),
            static (settings, value) => settings.Threshold = (int)value,
            static index => (index as DynamicIndexOptions)?.Threshold),
    ];

    /// <summary>The key of its annotation.</summary>
    public string Annotation => Prefix + Name;

    /// <summary>Sets it to the value of an annotation; false when that has another type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public bool TrySet(ZvecVectorIndexSettings settings, object value)
    {
        // Definitions that come from a configuration have the codes by name.
        if (Type == typeof(Quantization) && value is string name && Enum.TryParse(name, out Quantization codes) && codes.ToString() == name)
            value = codes;
        if (value.GetType() != Type)
            return false;

        Set(settings, value);
        return true;
    }
}
