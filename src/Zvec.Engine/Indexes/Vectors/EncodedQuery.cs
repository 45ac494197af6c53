using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A query vector in the form that a column's rows or codes are compared with. One thread uses it at a time; dispose it to give its memory back for the next
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
        _buffer = Take(layout.Stride + VectorRowLayout.Slack);
        VectorEncoder.Encode(layout, elements, _buffer.Slice(0, layout.Stride));
    }

    /// <param name="quantizer">What made the codes.</param>
    /// <param name="vector">The query as it was given; finite.</param>
    public EncodedQuery(Quantizer quantizer, ReadOnlySpan<float> vector)
    {
        _buffer = Take(quantizer.QueryBytes);
        quantizer.EncodeQuery(vector, _buffer.Slice(0, quantizer.QueryBytes));
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

    private static NativeBuffer Take(int bytes)
    {
        if (_spare is not { } spare || spare.Length < bytes)
            return new NativeBuffer(Math.Max(bytes, 4096));
        _spare = null;
        return spare;
    }
}
