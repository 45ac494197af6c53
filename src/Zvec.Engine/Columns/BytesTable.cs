using System.Buffers.Binary;
using System.IO.Hashing;

namespace Zvec.Engine.Columns;

/// <summary>Numbers distinct byte strings, such as an index's terms and keys, in the order of their arrival, and sorts them. One thread adds;
/// any number look up meanwhile, and find at least what was there when they began.</summary>
internal sealed class BytesTable
{
    /// <summary>What an entry takes beside its bytes: where it is, and slots while they grow.</summary>
    private const long BytesPerEntry = 16;

    private const ulong HashMask = 0xFFFFFFFF_00000000;

    private readonly BytesColumnBuilder _entries = new(DataType.Binary);
    private readonly BytesColumn _stored;

    // a slot holds the upper half of an entry's hash and, below it, the entry's number plus one; or zero.
    // Their number is a power of two and at least 4/3 of that of the entries. The array is replaced when it grows.
    private ulong[] _slots = new ulong[256];

    public BytesTable() => _stored = (BytesColumn)_entries.Column;

    /// <summary>The number of entries; for the adding thread.</summary>
    public int Count => _entries.Count;

    /// <summary>Bytes of memory; for the adding thread.</summary>
    public long MemoryBytes => _entries.MemoryBytes + (_slots.Length * (long)sizeof(ulong)) + (Count * BytesPerEntry);

    /// <summary>The bytes of an entry.</summary>
    public ReadOnlySpan<byte> this[int number] => _stored.Bytes(number);

    /// <summary>The number of some bytes; −1 when they were never added.</summary>
    public int Find(ReadOnlySpan<byte> bytes)
    {
        ulong[] slots = Volatile.Read(ref _slots);
        ulong hash = HashOf(bytes);
        int mask = slots.Length - 1;
        for (int slot = (int)(hash >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            ulong entry = Volatile.Read(ref slots[slot]);
            if (entry == 0)
                return -1;
            if ((entry & HashMask) == hash && this[NumberIn(entry)].SequenceEqual(bytes))
                return NumberIn(entry);
        }
    }

    /// <summary>The number of some bytes, a new one if they were not seen before: the present <see cref="Count"/>.</summary>
    public int Add(ReadOnlySpan<byte> bytes)
    {
        ulong hash = HashOf(bytes);
        int mask = _slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if ((_slots[slot] & HashMask) == hash && this[NumberIn(_slots[slot])].SequenceEqual(bytes))
                return NumberIn(_slots[slot]);
        }

        if (Count >= _slots.Length / 4 * 3)
        {
            Grow();
            slot = FreeSlot(_slots, hash);
        }

        _entries.AppendBytes(bytes);
        Volatile.Write(ref _slots[slot], hash | (uint)Count);
        return Count - 1;
    }

    /// <summary>The numbers of all entries in the order of their bytes; for the adding thread.</summary>
    public int[] Sort()
    {
        int[] numbers = new int[Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = i;
        Sort(numbers);
        return numbers;
    }

    /// <summary>Brings numbers into the order of their entries' bytes.</summary>
    public void Sort(int[] numbers)
    {
        ulong[] heads = new ulong[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            heads[i] = Head(this[numbers[i]]);

        // by the first eight bytes as numbers, which is fast; then by the whole entries where those agree
        Array.Sort(heads, numbers);
        for (int start = 0, end; start < numbers.Length; start = end)
        {
            end = start + 1;
            while (end < numbers.Length && heads[end] == heads[start])
                end++;
            if (end - start > 1)
                numbers.AsSpan(start, end - start).Sort((left, right) => this[left].SequenceCompareTo(this[right]));
        }
    }

    private static ulong HashOf(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes) & HashMask;

    private static int NumberIn(ulong entry) => (int)(uint)entry - 1;

    private static ulong Head(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(bytes);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        bytes.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private static int FreeSlot(ulong[] slots, ulong hash)
    {
        int mask = slots.Length - 1;
        int slot = (int)(hash >> 32) & mask;
        while (slots[slot] != 0)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        ulong[] grown = new ulong[checked(_slots.Length * 2)];
        foreach (ulong entry in _slots)
        {
            if (entry != 0)
                grown[FreeSlot(grown, entry)] = entry;
        }

        Volatile.Write(ref _slots, grown);
    }
}
