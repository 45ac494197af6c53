using System.Runtime.InteropServices;

namespace Zvec.Engine.Primitives;

/// <summary>Memory outside the garbage-collected heap, aligned to 64 bytes and zeroed; its one owner frees it.</summary>
internal sealed unsafe class NativeBuffer : SafeHandle
{
    public const int Alignment = 64;

    private static long _live;

    [ThreadStatic]
    private static long _allocatedOnThisThread;

    public NativeBuffer(long length)
        : base(0, ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint size = (nuint)((length + Alignment - 1) / Alignment * Alignment);
        SetHandle((nint)NativeMemory.AlignedAlloc(Math.Max(size, Alignment), Alignment));
        NativeMemory.Clear((void*)handle, size);
        Interlocked.Increment(ref _live);
        _allocatedOnThisThread += (long)size;
    }

    /// <summary>Bytes that the calling thread has ever allocated so, freed ones included.</summary>
    public static long AllocatedOnThisThread => _allocatedOnThisThread;

    /// <summary>Buffers of this process that are not freed yet.</summary>
    public static long Live => Volatile.Read(ref _live);

    /// <summary>The size asked for, in bytes.</summary>
    public long Length { get; }

    public byte* Pointer => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    public Span<byte> Slice(long offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
            throw new ArgumentOutOfRangeException(nameof(offset));
        return new Span<byte>((byte*)handle + offset, length);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        Interlocked.Decrement(ref _live);
        return true;
    }
}
