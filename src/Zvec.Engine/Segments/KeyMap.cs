using System.Numerics;
using System.Runtime.InteropServices;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>Finds the row of a key in a sealed segment, in place: a hash table with open addressing and linear probing.</summary>
/// <remarks>A slot is a little-endian u64: the upper half of the key's hash in the upper half, row + 1 in the lower, 0 when free. There is
/// a power of two of slots, at least three for every two rows; a key is looked for from the slot that the lower bits of its hash
/// say.</remarks>
internal readonly struct KeyMap
{
    /// <summary>The section of the keys file that holds the table.</summary>
    public const uint SectionId = 100;

    /// <summary>Rows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 1 << 14;

    private readonly Section _slots;
    private readonly uint _mask;

    private KeyMap(Section slots, uint mask)
    {
        _slots = slots;
        _mask = mask;
    }

    /// <summary>Writes the table for keys that are gathered from the rows of other segments.</summary>
    public static void Write(
        SectionFileWriter file, IEnumerable<(KeyReader Keys, int[] Rows)> sources, int rowCount, CancellationToken cancellation)
    {
        ulong[] slots = new ulong[SlotCount(rowCount)];
        uint mask = (uint)slots.Length - 1;
        int row = 0;
        foreach ((KeyReader keys, int[] rows) in sources)
        {
            foreach (int sourceRow in rows)
            {
                if ((row & (GlanceRows - 1)) == 0)
                    cancellation.ThrowIfCancellationRequested();
                ulong hash = keys.Hash(sourceRow);
                uint slot = (uint)hash & mask;
                while (slots[slot] != 0)
                    slot = (slot + 1) & mask;
                slots[slot] = (hash >> 32 << 32) | (uint)++row;
            }
        }

        file.WriteSection(SectionId, MemoryMarshal.AsBytes<ulong>(slots));
    }

    public static KeyMap Open(SectionFileReader file, int rowCount)
    {
        Section section = file.GetSection(SectionId);
        long count = SlotCount(rowCount);
        if (section.Length != count * sizeof(ulong))
            throw SectionFileReader.Corrupt(file.Path, $"its key map has {section.Length} bytes where {count} slots were expected");
        return new KeyMap(section, (uint)count - 1);
    }

    /// <summary>The row that has the key, or −1.</summary>
    public int Find(DocumentKey key, ulong hash, KeyReader keys, int rowCount)
    {
        uint slot = (uint)hash & _mask;
        for (uint probes = 0; probes <= _mask; probes++)
        {
            ulong entry = _slots.Read<ulong>(slot);
            if (entry == 0)
                return -1;
            int row = (int)(uint)entry - 1;
            if (entry >> 32 == hash >> 32 && (uint)row < (uint)rowCount && keys.Matches(row, key))
                return row;
            slot = (slot + 1) & _mask;
        }

        return -1;
    }

    private static long SlotCount(int rowCount) => (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(2, rowCount + (rowCount / 2L)));
}
