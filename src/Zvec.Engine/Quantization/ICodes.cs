using System.Runtime.Intrinsics;

namespace Zvec.Engine.Quantizers;

/// <summary>One form of codes: products of their elements, which <see cref="CodeKernel{TCodes}"/> turns into distances.</summary>
internal unsafe interface ICodes
{
    /// <summary>Where a code's terms stand, behind its elements.</summary>
    static abstract int TermsOffset(int dimensions);

    /// <summary>The product of an encoded query's elements with a code's.</summary>
    static abstract float QueryProduct(byte* query, byte* row, int dimensions);

    /// <summary>The products with four codes.</summary>
    static abstract Vector128<float> QueryProducts(byte* query, byte* a, byte* b, byte* c, byte* d, int dimensions);

    /// <summary>The product of two codes' elements; both orders give the same bits.</summary>
    static abstract float RowProduct(byte* a, byte* b, int dimensions);

    /// <summary>The products of a code with four.</summary>
    static abstract Vector128<float> RowProducts(byte* row, byte* a, byte* b, byte* c, byte* d, int dimensions);
}
