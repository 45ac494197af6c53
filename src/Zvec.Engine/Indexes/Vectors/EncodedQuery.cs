using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A query vector in the form of a column's rows. One thread uses it at a time; dispose it to give its memory back for the next query.</summary>
internal sealed unsafe class EncodedQuery : IDisposable
{
    [ThreadStatic]
    private static NativeBuffer? t_spare;

    private NativeBuffer? _buffer;

    /// <param name="layout">The rows' form.</param>
    /// <param name="elements">The vector's elements as bytes, in the layout's type; finite.</param>
    public EncodedQuery(VectorRowLayout layout, ReadOnlySpan<byte> elements)
    {
        if (t_spare is { } spare && spare.Length >= layout.Stride)
        {
            _buffer = spare;
            t_spare = null;
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
        if (t_spare is null)
            t_spare = buffer;
        else
            buffer.Dispose();
    }
}
