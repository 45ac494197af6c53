using System.Buffers.Binary;
using System.IO.Hashing;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Numbers distinct keys in the order of their arrival, and sorts them.</summary>
internal sealed class KeyTable
{
    private const ulong HashMask = 0xFFFFFFFF_00000000;

    private readonly BytesColumnBuilder _keys = new(DataType.Binary);
    private readonly BytesColumn _stored;

    // a slot holds the upper half of a key's hash and, below it, the key's number plus one; or zero.
    // Their number is a power of two and at least 4/3 of that of the keys.
    private ulong[] _slots = new ulong[1024];

    public KeyTable() => _stored = (BytesColumn)_keys.Column;

    public int Count => _keys.Count;

    public ReadOnlySpan<byte> this[int number] => _stored.Bytes(number);

    /// <summary>The number of a key, a new one if it was not seen before.</summary>
    public int Add(ReadOnlySpan<byte> key)
    {
        ulong hash = XxHash3.HashToUInt64(key) & HashMask;
        int slot = FindSlot(hash, key);
        if (_slots[slot] != 0)
            return (int)(uint)_slots[slot] - 1;
        if (Count >= _slots.Length / 4 * 3)
        {
            Grow();
            slot = FindSlot(hash, key);
        }

        _keys.AppendBytes(key);
        _slots[slot] = hash | (uint)Count;
        return Count - 1;
    }

    /// <summary>The numbers of the keys in the order of the keys.</summary>
    public int[] Sort()
    {
        int[] numbers = new int[Count];
        ulong[] heads = new ulong[Count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = i;
            heads[i] = Head(this[i]);
        }

        // by the first eight bytes as numbers, which is fast; then by the whole keys where those agree
        Array.Sort(heads, numbers);
        for (int start = 0, end; start < numbers.Length; start = end)
        {
            end = start + 1;
            while (end < numbers.Length && heads[end] == heads[start])
                end++;
            if (end - start > 1)
                numbers.AsSpan(start, end - start).Sort((left, right) => this[left].SequenceCompareTo(this[right]));
        }

        return numbers;
    }

    private static ulong Head(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(key);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private int FindSlot(ulong hash, ReadOnlySpan<byte> key)
    {
        int mask = _slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        while (_slots[slot] != 0 && !((_slots[slot] & HashMask) == hash && this[(int)(uint)_slots[slot] - 1].SequenceEqual(key)))
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        ulong[] old = _slots;
        _slots = new ulong[checked(old.Length * 2)];
        int mask = _slots.Length - 1;
        foreach (ulong entry in old)
        {
            if (entry == 0)
                continue;
            int slot = (int)(entry >> 32) & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = entry;
        }
    }
}
