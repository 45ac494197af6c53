using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Zvec.Engine.Primitives;

/// <summary>Asks the processor to fetch memory that will be read soon. Any address may be named; nothing happens where there is no such instruction.</summary>
internal static unsafe class Prefetch
{
    public const int LineBytes = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines(byte* address, int bytes)
    {
        if (Sse.IsSupported)
        {
            for (int offset = 0; offset < bytes; offset += LineBytes)
                Sse.Prefetch0(address + offset);
        }
    }
}
