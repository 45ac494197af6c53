using System.Runtime.InteropServices;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Columns;

/// <summary>The vectors of another column with elements of another type, converted row by row as they are read. One thread uses it, and a
/// row's address is valid until the next row is asked for.</summary>
internal sealed unsafe class ConvertedVectorColumn : VectorColumn
{
    private readonly VectorColumn _source;
    private readonly Func<int, string, bool> _mayFail;
    private readonly NativeBuffer _row;
    private readonly float[] _floats;

    /// <param name="source">The vectors as they are; not disposed with this.</param>
    /// <param name="type">The type that the elements are to have.</param>
    /// <param name="mayFail">Asked, with the row and what is wrong, whether a vector that cannot be converted may become zeros.</param>
    public ConvertedVectorColumn(VectorColumn source, VectorType type, Func<int, string, bool> mayFail)
    {
        _source = source;
        _mayFail = mayFail;
        Layout = new VectorRowLayout(type, source.Layout.Dimensions, HasNorm: false);
        _row = new NativeBuffer(Layout.Stride + VectorRowLayout.Slack);
        _floats = new float[Layout.Dimensions];
    }

    public override VectorRowLayout Layout { get; }

    public override int Count => _source.Count;

    /// <summary>Whether vectors of one type can be taken into another; a single one may still not fit.</summary>
    public static bool CanConvert(VectorType from, VectorType to) =>
        from != VectorType.Sparse && to != VectorType.Sparse;

    public override Bitmap? PresentUpTo(int count) => _source.PresentUpTo(count);

    public override bool HasVector(int row) => _source.HasVector(row);

    public override VectorBlock BlockAt(int row)
    {
        ReadOnlySpan<byte> elements = _source.GetElements(row);
        switch (_source.Layout.Type)
        {
            case VectorType.Float32:
                MemoryMarshal.Cast<byte, float>(elements).CopyTo(_floats);
                break;
            case VectorType.Float16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(elements);
                for (int i = 0; i < halves.Length; i++)
                    _floats[i] = (float)halves[i];
                break;
            case VectorType.Binary:
                for (int i = 0; i < _floats.Length; i++)
                    _floats[i] = (elements[i / 8] >> (i % 8)) & 1;
                break;
            default:
                for (int i = 0; i < elements.Length; i++)
                    _floats[i] = (sbyte)elements[i];
                break;
        }

        var converted = new Span<byte>(_row.Pointer, Layout.Stride);
        converted.Clear();
        if (!VectorElements.TryConvert(_floats, Layout.Type, converted[..Layout.DataBytes]))
        {
            if (!_mayFail(row, $"has an element that {Layout.Type} cannot hold"))
                throw new InvalidOperationException("A vector that cannot be converted was not to be accepted.");
            converted.Clear();
        }

        return new VectorBlock(_row.Pointer, row, 1);
    }

    public override void Dispose() => _row.Dispose();
}
