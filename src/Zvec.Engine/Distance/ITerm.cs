using System.Runtime.Intrinsics;

namespace Zvec.Engine.Distance;

/// <summary>What each pair of elements adds to a sum over two vectors. Two zeros add zero.</summary>
internal interface ITerm
{
    static abstract double Add(double sum, double a, double b);

    static abstract Vector512<float> Add(Vector512<float> sum, Vector512<float> a, Vector512<float> b);

    static abstract Vector256<float> Add(Vector256<float> sum, Vector256<float> a, Vector256<float> b);

    static abstract Vector128<float> Add(Vector128<float> sum, Vector128<float> a, Vector128<float> b);

    /// <summary>Adds for elements that are small integers; which lane a pair's term lands in is not defined, as only the total counts.</summary>
    static abstract Vector512<int> Add(Vector512<int> sum, Vector512<short> a, Vector512<short> b);

    static abstract Vector256<int> Add(Vector256<int> sum, Vector256<short> a, Vector256<short> b);

    static abstract Vector128<int> Add(Vector128<int> sum, Vector128<short> a, Vector128<short> b);
}
