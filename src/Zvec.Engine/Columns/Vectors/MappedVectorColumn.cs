using System.Buffers.Binary;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>A vector column in a file that <see cref="VectorColumnWriter"/> wrote, read in place from the map.</summary>
internal sealed unsafe class MappedVectorColumn : VectorColumn
{
    private readonly SectionFileReader _reader;
    private readonly Bitmap? _present;
    private readonly Section _section;
    private readonly byte* _rows;
    private readonly int _stride;

    /// <param name="reader">The file, of kind <see cref="VectorColumnFormat.Kind"/>; it belongs to the column from here on, also when this
    /// throws.</param>
    public MappedVectorColumn(SectionFileReader reader)
    {
        _reader = reader;
        try
        {
            (Layout, Count) = ReadHeader(reader);
            _stride = Layout.Stride;
            Section rows = reader.GetSection(VectorColumnFormat.RowsSection);
            if (rows.Length != (long)Count * _stride)
                throw SectionFileReader.Corrupt(reader.Path, $"its rows take {rows.Length} bytes where {Count} times "
                    + $"{_stride} were expected");
            _section = rows;
            _rows = rows.Pointer;
            if (reader.HasSection(VectorColumnFormat.PresentSection))
            {
                ReadOnlySpan<ulong> words = reader.GetSection(VectorColumnFormat.PresentSection).AsSpan<ulong>(Bitmap.WordCount(Count));
                _present = Bitmap.FromWords(words, Count);
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public override VectorRowLayout Layout { get; }

    public override int Count { get; }

    public override Bitmap? PresentUpTo(int count)
    {
        if (count == Count || _present is null)
            return _present;
        return Bitmap.FromWords(_present.Words, count);
    }

    public override bool HasVector(int row) => _present is null || _present[row];

    public override VectorBlock BlockAt(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Count);
        return new VectorBlock(_rows + ((long)row * _stride), row, Count - row);
    }

    public override byte* Look(int row, byte* room)
    {
        long offset = (long)row * _stride;
        return _reader.TryRead(_section, offset, new Span<byte>(room, _stride)) ? room : BlockAt(row).Pointer;
    }

    public override void CopyElements(int row, Span<byte> elements)
    {
        if (!_reader.TryRead(_section, (long)row * _stride, elements[..Layout.DataBytes]))
            base.CopyElements(row, elements);
    }

    public override void Dispose() => _reader.Dispose();

    private static (VectorRowLayout Layout, int Count) ReadHeader(SectionFileReader reader)
    {
        ReadOnlySpan<byte> header = reader.GetSection(VectorColumnFormat.HeaderSection).AsSpan<byte>(VectorColumnFormat.HeaderLength);
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
        uint dimensions = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        uint hasNorm = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        uint stride = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        ulong count = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]);
        uint largestNorm = (VectorType)type == VectorType.Binary ? 0u : 1u;
        if ((VectorType)type is not (VectorType.Float32 or VectorType.Float16 or VectorType.Int8 or VectorType.Binary)
            || dimensions is 0 or > VectorColumnFormat.MaximumDimensions || hasNorm > largestNorm || count > int.MaxValue)
        {
            throw SectionFileReader.Corrupt(reader.Path, $"{count} vectors of type {type}, {dimensions} dimensions, "
                + $"norm {hasNorm} cannot be");
        }

        var layout = new VectorRowLayout((VectorType)type, (int)dimensions, hasNorm == 1);
        if (stride != layout.Stride)
            layout = layout with { IsPadded = true };
        if (stride != layout.Stride)
            throw SectionFileReader.Corrupt(reader.Path, $"rows of {layout} take {layout.Stride} bytes and not {stride}");
        return (layout, (int)count);
    }
}
