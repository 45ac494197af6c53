namespace Zvec.Engine;

/// <summary>An index that can read codes in place of the original vectors.</summary>
public abstract record QuantizedVectorIndexOptions : VectorIndexOptions
{
    private protected QuantizedVectorIndexOptions()
    {
    }

    /// <summary>The codes that the index reads. Null by default: <see cref="Quantization.Int8"/> for vectors of type
    /// <see cref="VectorType.Float32"/> with 32 dimensions or more and the metrics cosine, inner product and L2, else
    /// <see cref="Quantization.None"/>. The schema of a collection says
    /// which of them it is.</summary>
    public Quantization? Quantization { get; init; }

    /// <summary>Whether vectors are turned at random, all by the same rotation, before they are coded; false by default. Spreads what some
    /// dimensions hold over all of them, which helps coarse codes where few dimensions are much larger than the others. Only with
    /// codes.</summary>
    public bool Rotate { get; init; }
}
