using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zvec.Engine.Storage;

/// <summary>The checksum of a section: two CRC-32C, one of the eight-byte words at even places, one of those at odd places, in one
/// number.</summary>
/// <remarks>
/// Processors compute CRC-32C, two at once as fast as memory delivers; every flipped bit, and every burst of damage up to 32 bits in one of
/// the two, is noticed. The last piece of fewer than sixteen bytes is filled up with zeros, and the number of bytes is the last word of
/// both.
/// </remarks>
internal sealed class SectionChecksum
{
    private const int Step = 2 * sizeof(ulong);

    private readonly byte[] _rest = new byte[Step];
    private int _restLength;
    private long _length;
    private uint _even = uint.MaxValue;
    private uint _odd = uint.MaxValue;

    /// <summary>The checksum of all bytes so far.</summary>
    public ulong Value
    {
        get
        {
            (uint even, uint odd) = (_even, _odd);
            if (_restLength > 0)
            {
                Span<byte> last = stackalloc byte[Step];
                last.Clear();
                _rest.AsSpan(0, _restLength).CopyTo(last);
                Add(last, ref even, ref odd);
            }

            return ((ulong)BitOperations.Crc32C(odd, (ulong)_length) << 32) | BitOperations.Crc32C(even, (ulong)_length);
        }
    }

    public void Reset()
    {
        _restLength = 0;
        _length = 0;
        _even = uint.MaxValue;
        _odd = uint.MaxValue;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _length += bytes.Length;
        if (_restLength > 0)
        {
            int filling = Math.Min(Step - _restLength, bytes.Length);
            bytes[..filling].CopyTo(_rest.AsSpan(_restLength));
            _restLength += filling;
            bytes = bytes[filling..];
            if (_restLength < Step)
                return;
            Add(_rest, ref _even, ref _odd);
            _restLength = 0;
        }

        int whole = bytes.Length / Step * Step;
        Add(bytes[..whole], ref _even, ref _odd);
        bytes[whole..].CopyTo(_rest);
        _restLength = bytes.Length - whole;
    }

    // Compiled well at once: opening a collection in a new process would otherwise run the first, slow form of this loop over all its
    // files.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<byte> bytes, ref uint even, ref uint odd)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (uint first, uint second) = (even, odd);
        for (int i = 0; i + 1 < words.Length; i += 2)
        {
            first = BitOperations.Crc32C(first, words[i]);
            second = BitOperations.Crc32C(second, words[i + 1]);
        }

        (even, odd) = (first, second);
    }
}
