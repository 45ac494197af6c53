using System.Runtime.InteropServices;

namespace Zvec.Engine.Tests.Data;

/// <summary>Real word vectors; see README.md beside.</summary>
internal static class GloveVectors
{
    public const int Count = 8_000;
    public const int Dimensions = 100;

    private static readonly Lazy<Half[]> Halves = new(() =>
        MemoryMarshal.Cast<byte, Half>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "glove100.f16.bin"))).ToArray());

    public static ReadOnlySpan<Half> HalfRow(int row) => Halves.Value.AsSpan(row * Dimensions, Dimensions);

    public static float[] Row(int row)
    {
        float[] vector = new float[Dimensions];
        for (int i = 0; i < vector.Length; i++)
            vector[i] = (float)Halves.Value[(row * Dimensions) + i];
        return vector;
    }
}
