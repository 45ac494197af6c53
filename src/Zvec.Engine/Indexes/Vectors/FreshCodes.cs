using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>The codes of a column in memory. They are made by the searches that would otherwise scan the vectors: each makes one piece, so
/// that none takes much longer, writers do nothing for it, and what is never searched is never encoded.</summary>
internal sealed unsafe class FreshCodes : IDisposable
{
    /// <summary>Vectors that are encoded at once, in bytes: about a millisecond's work.</summary>
    private const int PieceBytes = 1 << 20;

    private readonly QuantizerForm _form;
    private readonly VectorColumn _column;
    private readonly MemoryReservation _memory;
    private readonly Lock _encoding = new();
    private readonly int _pieceRows;
    private NativeBuffer[] _pieces = []; // replaced, never changed
    private Quantizer? _quantizer;
    private RowSpace? _space;

    /// <param name="form">The codes to make.</param>
    /// <param name="column">The vectors, of type <see cref="VectorType.Float32"/>.</param>
    /// <param name="memory">What the codes are counted against; when there is no room in it, none are made.</param>
    public FreshCodes(QuantizerForm form, VectorColumn column, MemoryBudget memory)
    {
        _form = form;
        _column = column;
        _memory = memory.Track();
        _pieceRows = Math.Max(1, PieceBytes / column.Layout.Stride);
    }

    /// <summary>Encodes a query for <see cref="Scan"/>.</summary>
    public EncodedQuery Encode(ReadOnlySpan<float> query) => new(_quantizer!, query);

    /// <summary>Makes one more piece of codes if it is missing and no other search is making it.</summary>
    /// <param name="rowCount">The rows that the caller's snapshot has.</param>
    /// <returns>How many of them have codes: the first ones; 0 when there are too few to be worth it.</returns>
    public int Prepare(int rowCount)
    {
        int wanted = rowCount / _pieceRows;
        if (Volatile.Read(ref _pieces).Length < wanted && _encoding.TryEnter())
        {
            try
            {
                if (_pieces.Length < wanted)
                    AddPiece();
            }
            finally
            {
                _encoding.Exit();
            }
        }

        return Math.Min(Volatile.Read(ref _pieces).Length, wanted) * _pieceRows;
    }

    /// <summary>Scans codes and keeps the nearest rows.</summary>
    /// <param name="count">The rows to scan, as <see cref="Prepare"/> returned.</param>
    /// <param name="query">The encoded query.</param>
    /// <param name="accept">The rows that may be hits; null for all.</param>
    /// <param name="results">Where the nearest go, with the distances of the codes.</param>
    /// <param name="cancellation">Stops between two pieces.</param>
    public void Scan(int count, EncodedQuery query, Bitmap? accept, TopK results, CancellationToken cancellation = default)
    {
        NativeBuffer[] pieces = Volatile.Read(ref _pieces);
        Bitmap? present = _column.PresentUpTo(accept?.Length ?? count);
        for (int row = 0; row < count; row += _pieceRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = new VectorBlock(pieces[row / _pieceRows].Pointer, row, _pieceRows);
            if ((accept ?? present) is not { } first)
                _space!.Scan(block, query.Pointer, results);
            else
                _space!.Scan(block, query.Pointer, first.Words, accept is null || present is null ? default : present.Words, results);
        }
    }

    /// <summary>Frees the codes, when no reader is left.</summary>
    public void Dispose()
    {
        foreach (NativeBuffer piece in _pieces)
            piece.Dispose();
        _memory.Dispose();
    }

    private void AddPiece()
    {
        int start = _pieces.Length * _pieceRows;
        Quantizer quantizer = _quantizer ?? Quantizer.Create(_form, MeanOfFirst());
        int stride = quantizer.Stride;
        if (!_memory.TryGrow((long)_pieceRows * stride))
            return;
        var piece = new NativeBuffer((long)_pieceRows * stride);
        for (int row = start; row < start + _pieceRows; row++)
        {
            if (_column.HasVector(row))
                quantizer.Encode(Vector(row), piece.Slice((long)(row - start) * stride, stride));
        }

        _quantizer = quantizer;
        _space ??= CodeSpace.For(quantizer);
        Volatile.Write(ref _pieces, [.. _pieces, piece]);
    }

    private ReadOnlySpan<float> Vector(int row) => MemoryMarshal.Cast<byte, float>(_column.GetElements(row));

    /// <summary>The mean of the first piece, for the cosine metric of the vectors' directions: later ones are like it or, if not, encoded a
    /// little less exactly.</summary>
    private float[] MeanOfFirst()
    {
        float[] mean = new float[_form.Dimensions];
        for (int row = 0; row < _pieceRows; row++)
        {
            if (!_column.HasVector(row))
                continue;
            float norm = _form.Metric == Metric.Cosine ? TensorPrimitives.Norm(Vector(row)) : 1;
            if (norm > 0)
                TensorPrimitives.MultiplyAdd(Vector(row), 1 / (norm * _pieceRows), mean, mean);
        }

        return float.IsFinite(TensorPrimitives.SumOfMagnitudes<float>(mean)) ? mean : new float[_form.Dimensions];
    }
}
