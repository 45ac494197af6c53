using System.Text;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Columns;

/// <summary>Gathers strings, as UTF-8, or byte arrays.</summary>
internal sealed class BytesColumnBuilder(DataType type) : ColumnBuilder
{
    private const int SmallestChunk = 1 << 12;
    private const int LargestChunk = 1 << 16;

    private readonly GrowingColumn _column = new(type);
    private byte[] _chunk = [];
    private int _used;
    private long _chunkBytes;

    public override Column Column => _column;

    public override int Count => _column.Values.Count;

    public override long MemoryBytes => _chunkBytes + _column.Values.AllocatedBytes + _column.Nulls.MemoryBytes;

    public override void Append(object? value)
    {
        switch (value)
        {
            case null:
                _column.Nulls.Set(Count);
                _column.Values.Add(new Slice([], 0, 0));
                break;
            case string text:
                Slice slice = Reserve(Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, slice.Span);
                _column.Values.Add(slice);
                break;
            default:
                AppendBytes((byte[])value);
                break;
        }
    }

    public void AppendBytes(ReadOnlySpan<byte> value)
    {
        Slice slice = Reserve(value.Length);
        value.CopyTo(slice.Span);
        _column.Values.Add(slice);
    }

    /// <summary>Finds room in the current chunk; a large value gets an array of its own, so that little of a chunk is
    /// ever left empty.</summary>
    private Slice Reserve(int length)
    {
        if (length <= _chunk.Length - _used)
        {
            _used += length;
            return new Slice(_chunk, _used - length, length);
        }

        if (length > LargestChunk / 8)
        {
            _chunkBytes += length;
            return new Slice(new byte[length], 0, length);
        }

        _chunk = new byte[Math.Max(Math.Clamp(_chunk.Length * 2, SmallestChunk, LargestChunk), length)];
        _chunkBytes += _chunk.Length;
        _used = length;
        return new Slice(_chunk, 0, length);
    }

    private readonly struct Slice(byte[] chunk, int offset, int length)
    {
        public Span<byte> Span => new(chunk, offset, length);
    }

    private sealed class GrowingColumn(DataType type) : BytesColumn
    {
        public ChunkedList<Slice> Values { get; } = new();

        public NullBits Nulls { get; } = new();

        public override DataType Type => type;

        public override bool HasNulls => Nulls.Any;

        public override bool IsNull(int row) => Nulls[row];

        public override ReadOnlySpan<byte> Bytes(int row) => Values[row].Span;

        public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => Nulls.Words(firstWord, count);
    }
}
