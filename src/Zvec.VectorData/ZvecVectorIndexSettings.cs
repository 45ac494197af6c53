using Zvec.Engine;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>Settings for the index of one vector property. Each that is left null is the engine's default, or what the annotations of the
/// property's definition say (see <see cref="ZvecVectorPropertyExtensions"/>).</summary>
/// <remarks>
/// Used when the vector is created. A collection that exists keeps what it was created with, and
/// <c>EnsureCollectionExistsAsync</c> refuses a setting that differs from it; a setting that is left null fits whatever is stored.
/// A setting that the property's index kind does not have is refused when the collection object is made.
/// </remarks>
public sealed class ZvecVectorIndexSettings
{
    /// <summary>Initializes settings that leave everything open.</summary>
    public ZvecVectorIndexSettings()
    {
    }

    internal ZvecVectorIndexSettings(ZvecVectorIndexSettings first, ZvecVectorIndexSettings second)
    {
        M = first.M ?? second.M;
        EfConstruction = first.EfConstruction ?? second.EfConstruction;
        Quantization = first.Quantization ?? second.Quantization;
        Rotate = first.Rotate ?? second.Rotate;
        NList = first.NList ?? second.NList;
        Threshold = first.Threshold ?? second.Threshold;
    }

    /// <summary>Links that each vector of a graph keeps to others: 4 to 256, 16 by default. More links cost memory and build time and raise
    /// recall. For index kinds Hnsw and Dynamic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 4 or more than 256.</exception>
    public int? M
    {
        get;
        set => field = OptionRange.Check(value, 4, 256, nameof(M));
    }

    /// <summary>Candidates examined for each vector while a graph is built: 8 to 4,096, 200 by default. More candidates make a better
    /// graph, more slowly. For index kinds Hnsw and Dynamic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 8 or more than 4,096.</exception>
    public int? EfConstruction
    {
        get;
        set => field = OptionRange.Check(value, 8, 4_096, nameof(EfConstruction));
    }

    /// <summary>The codes that the index reads in place of the original vectors; by default 8-bit integers for vectors of
    /// <see cref="float"/> with 32 dimensions or more, otherwise none. For index kinds Hnsw, Dynamic, IvfFlat and QuantizedFlat.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of <see cref="Engine.Quantization"/>.</exception>
    public Quantization? Quantization
    {
        get;
        set => field = value is null || Enum.IsDefined(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Quantization), value, $"The quantization {(int)value.Value} is unknown; use a member of Quantization.");
    }

    /// <summary>Whether vectors are turned by a random rotation before they are coded; false by default. Only with codes, for the same
    /// index kinds as <see cref="Quantization"/>.</summary>
    public bool? Rotate { get; set; }

    /// <summary>Groups in a segment of an IVF index: 1 to 65,536; by default about four times the square root of the number of vectors. For
    /// index kind IvfFlat.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 or more than 65,536.</exception>
    public int? NList
    {
        get;
        set => field = OptionRange.Check(value, 1, 65_536, nameof(NList));
    }

    /// <summary>The number of vectors up to which a segment of a dynamic index is scanned: 0 or more, 10,000 by default. For index kind
    /// Dynamic.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int? Threshold
    {
        get;
        set => field = OptionRange.Check(value, 0, int.MaxValue, nameof(Threshold));
    }
}
