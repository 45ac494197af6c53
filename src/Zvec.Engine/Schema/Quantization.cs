namespace Zvec.Engine;

/// <summary>The codes that a vector index reads in place of the original elements, which stay beside them and re-score the best candidates
/// (see <see cref="VectorQuery.Refine"/>). Only for vectors of type <see cref="VectorType.Float32"/> and the metrics cosine, inner product
/// and L2. The numbers are part of the file format.</summary>
public enum Quantization
{
    /// <summary>The original elements, without codes.</summary>
    None = 0,

    /// <summary>Half-precision floats: half the bytes, hardly any loss.</summary>
    Float16 = 1,

    /// <summary>Integers of 8 bits: a quarter of the bytes.</summary>
    Int8 = 2,

    /// <summary>Integers of 4 bits: an eighth of the bytes, for the fastest walks; needs the originals to put the best candidates in
    /// order.</summary>
    Int4 = 3,
}
