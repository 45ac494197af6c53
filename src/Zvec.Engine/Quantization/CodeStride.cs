namespace Zvec.Engine.Quantizers;

/// <summary>How far codes stand apart.</summary>
internal static class CodeStride
{
    private const int Line = 64;

    /// <summary>The least distance at which every code touches no more cache lines than if it started at one: whole lines, unless the last line would hold few bytes,
    /// so that it is enough to start at multiples of these. 128 elements of a byte and 8 bytes of terms take 136 bytes and not 192, and every code still touches three lines.</summary>
    /// <param name="bytes">Bytes of a code, at least those that kernels read of it.</param>
    public static int Of(int bytes)
    {
        int last = bytes % Line;
        int alignment = Line;
        while (last != 0 && alignment / 2 >= last && alignment > sizeof(float))
            alignment /= 2;
        return (bytes + alignment - 1) / alignment * alignment;
    }
}
