namespace Zvec.Engine;

/// <summary>How the nearness of two vectors is measured, and so what a hit's score means. The numbers are part of the file
/// format.</summary>
public enum Metric
{
    /// <summary>Squared Euclidean distance, Σ(aᵢ − bᵢ)²; smaller is nearer.</summary>
    L2 = 1,

    /// <summary>Inner product, Σ aᵢ·bᵢ; larger is nearer.</summary>
    InnerProduct = 2,

    /// <summary>Cosine distance, 1 − cos(a, b), from 0 to 2; smaller is nearer. A zero vector has distance 1 to every vector.</summary>
    Cosine = 3,

    /// <summary>The number of elements that differ, or of bits; smaller is nearer. A graph needs a field of type
    /// <see cref="VectorType.Binary"/> or <see cref="VectorType.Int8"/>; floats are scanned, as few of them are ever equal.</summary>
    Hamming = 4,

    /// <summary>Manhattan distance, Σ|aᵢ − bᵢ|; smaller is nearer. By exact scan or by a graph over the vectors themselves.</summary>
    Manhattan = 5,
}
