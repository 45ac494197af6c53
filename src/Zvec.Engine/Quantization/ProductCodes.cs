namespace Zvec.Engine.Quantizers;

/// <summary>−⟨a, b⟩, for the inner product and, over normalized vectors, the cosine metric.</summary>
internal readonly struct ProductCodes : ICodeMetric
{
    public static float Factor => -1;

    public static bool QueryTakesTerm => false;
}
