using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A query vector in the form that a column's rows or codes are compared with. One thread uses it at a time; dispose it to give
/// its memory back for the next query.</summary>
internal sealed unsafe class EncodedQuery : IDisposable
{
    // two, as a search of codes has its query in the form of the vectors as well
    [ThreadStatic]
    private static NativeBuffer? _spare;

    [ThreadStatic]
    private static NativeBuffer? _secondSpare;

    private readonly int _room;
    private NativeBuffer? _buffer;

    /// <param name="layout">The rows' form.</param>
    /// <param name="elements">The vector's elements as bytes, in the layout's type; finite.</param>
    public EncodedQuery(VectorRowLayout layout, ReadOnlySpan<byte> elements)
    {
        int room = (layout.Stride + VectorRowLayout.Slack + NativeBuffer.Alignment - 1) & -NativeBuffer.Alignment;
        _buffer = Take(2 * room);
        _room = room;
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

    /// <summary>Room for one row of the layout; only of a query for a column's rows.</summary>
    public byte* Room => _room > 0 ? Pointer + _room : throw new InvalidOperationException("A query for codes has no room for a row.");

    public void Dispose()
    {
        if (_buffer is not { } buffer)
            return;
        _buffer = null;
        if (_spare is null)
            _spare = buffer;
        else if (_secondSpare is null)
            _secondSpare = buffer;
        else
            buffer.Dispose();
    }

    private static NativeBuffer Take(int bytes)
    {
        if (_spare is { } spare && spare.Length >= bytes)
        {
            _spare = null;
            return spare;
        }

        if (_secondSpare is { } second && second.Length >= bytes)
        {
            _secondSpare = null;
            return second;
        }

        return new NativeBuffer(Math.Max(bytes, 4096));
    }
}
