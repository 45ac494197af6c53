using System.Globalization;
using System.Runtime.Intrinsics;

namespace Zvec.Engine.Tests.Distance;

public sealed class VectorWidthTests
{
    /// <summary>Names the widest vectors, in bits, that <see cref="HardwareLevelTests"/> left to a process.</summary>
    public const string Variable = "ZVEC_TEST_VECTOR_BITS";

    [Fact]
    public void Vectors_are_as_wide_as_was_asked()
    {
        int most = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "512", CultureInfo.InvariantCulture);
        int widest = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128
            : 0;
        Assert.InRange(widest, 0, most);
    }
}
