using System.Diagnostics;
using System.Runtime.Intrinsics;
using Zvec.Engine.Primitives;

namespace Zvec.Benchmarks.Serve;

/// <summary>How fast one thread reads memory from one end to the other: the sum of a buffer that no cache holds.</summary>
internal static unsafe class ReadBandwidth
{
    private const long BufferLength = 1L << 30;
    private const int Repetitions = 7;

    /// <summary>Bytes a second, once for each repetition.</summary>
    public static double[] Measure()
    {
        using var buffer = new NativeBuffer(BufferLength);
        new Span<byte>(buffer.Pointer, (int)BufferLength).Fill(1); // pages that were never written are all the same one
        var rates = new double[Repetitions];
        long sum = Sum(buffer.Pointer);
        for (int i = 0; i < rates.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            sum ^= Sum(buffer.Pointer);
            rates[i] = BufferLength / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        GC.KeepAlive(sum);
        return rates;
    }

    private static long Sum(byte* pointer)
    {
        const int Step = 256;
        Vector512<long> first = default, second = default, third = default, fourth = default;
        for (byte* end = pointer + BufferLength; pointer < end; pointer += Step)
        {
            first += Vector512.Load((long*)pointer);
            second += Vector512.Load((long*)(pointer + 64));
            third += Vector512.Load((long*)(pointer + 128));
            fourth += Vector512.Load((long*)(pointer + 192));
        }

        return Vector512.Sum(first + second + third + fourth);
    }
}
