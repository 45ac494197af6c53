using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A query vector in the form of a column's rows. One thread uses it at a time; dispose it to give its memory back for the next
/// query.</summary>
internal sealed unsafe class EncodedQuery : IDisposable
{
    [ThreadStatic]
    private static NativeBuffer? _spare;

    private NativeBuffer? _buffer;

    /// <param name="layout">The rows' form.</param>
    /// <param name="elements">The vector's elements as bytes, in the layout's type; finite.</param>
    public EncodedQuery(VectorRowLayout layout, ReadOnlySpan<byte> elements)
    {
        if (_spare is { } spare && spare.Length >= layout.Stride)
        {
            _buffer = spare;
            _spare = null;
        }
        else
        {
            _buffer = new NativeBuffer(Math.Max(layout.Stride, 4096));
        }

        VectorEncoder.Encode(layout, elements, _buffer.Slice(0, layout.Stride));
    }

    /// <summary>The encoded row; valid until disposed.</summary>
    public byte* Pointer => _buffer!.Pointer;

    public void Dispose()
    {
        if (_buffer is not { } buffer)
            return;
        _buffer = null;
        if (_spare is null)
            _spare = buffer;
        else
            buffer.Dispose();
    }
}
