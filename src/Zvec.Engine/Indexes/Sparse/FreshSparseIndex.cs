using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Inverted indexes of a column in memory, one for each piece of it. They are made by the searches that would otherwise scan the
/// rows: each makes one piece, so that none takes much longer, and writers do nothing for it.</summary>
internal sealed class FreshSparseIndex : IDisposable
{
    /// <summary>Elements of a piece, about; turning them round takes some milliseconds.</summary>
    private const int PieceElements = 1 << 18;

    /// <summary>Rows of a piece at most, however few elements they have.</summary>
    private const int PieceRows = 1 << 16;

    private readonly SparseColumn _column;
    private readonly MemoryReservation _memory;
    private readonly Lock _building = new();
    private Piece[] _pieces = []; // replaced, never changed
    private int _countedRows; // that are in pieces, or will be in the next one
    private int _countedElements; // of the next piece

    /// <param name="column">The vectors.</param>
    /// <param name="memory">What the indexes are counted against; when there is no room in it, none are made.</param>
    public FreshSparseIndex(SparseColumn column, MemoryBudget memory)
    {
        _column = column;
        _memory = memory.Track();
    }

    /// <summary>Makes one more piece if there are rows enough for it and no other search is making one.</summary>
    /// <param name="rowCount">The rows that the caller's snapshot has.</param>
    /// <returns>The indexes of the first rows, each with the row behind its last, none of them behind the caller's.</returns>
    public IEnumerable<(SparseIndex Index, int EndRow)> Prepare(int rowCount)
    {
        if (_building.TryEnter())
        {
            try
            {
                AddPiece(rowCount);
            }
            finally
            {
                _building.Exit();
            }
        }

        return Volatile.Read(ref _pieces).TakeWhile(piece => piece.EndRow <= rowCount).Select(piece => (piece.Index, piece.EndRow));
    }

    /// <summary>Frees the indexes, when no reader is left.</summary>
    public void Dispose()
    {
        foreach (Piece piece in _pieces)
            piece.Dispose();
        _memory.Dispose();
    }

    private void AddPiece(int rowCount)
    {
        int first = _pieces.Length == 0 ? 0 : _pieces[^1].EndRow;
        while (_countedRows < rowCount && !IsFull(first))
            _countedElements += SparseElements.Count(_column.Elements(_countedRows++));
        if (_countedRows > rowCount || !IsFull(first))
            return;
        var lists = new SparseLists(_column, first, _countedRows, CancellationToken.None);
        if (!_memory.TryGrow(Piece.BytesOf(lists)))
            return;
        Volatile.Write(ref _pieces, [.. _pieces, new Piece(lists, _countedRows)]);
        _countedElements = 0;
    }

    private bool IsFull(int firstRow) => _countedElements >= PieceElements || _countedRows - firstRow >= PieceRows;

    private sealed class Piece : IDisposable
    {
        private readonly List<NativeBuffer> _buffers = [];

        public Piece(SparseLists lists, int endRow)
        {
            EndRow = endRow;
            int count = lists.Indices.Length;
            int postings = (int)lists.Starts[^1];
            int[] rows = new int[postings];
            float[] weights = new float[postings];
            if (count > 0)
                lists.Gather(0, count, rows, weights);
            var blocks = new SparseBlock[lists.BlockStarts[^1]];
            byte[] all = new byte[(long)postings * SparseSections.PostingBytes];
            for (int list = 0; list < count; list++)
            {
                int start = (int)lists.Starts[list];
                int length = lists.Length(list);
                ReadOnlySpan<int> listRows = rows.AsSpan(start, length);
                ReadOnlySpan<float> listWeights = weights.AsSpan(start, length);
                Span<byte> into = all.AsSpan(start * SparseSections.PostingBytes);
                MemoryMarshal.AsBytes(listRows).CopyTo(into);
                MemoryMarshal.AsBytes(listWeights).CopyTo(into[(length * sizeof(int))..]);
                SparseIndexWriter.FillBlocks(listRows, listWeights, blocks.AsSpan(lists.BlockStarts[list]));
            }

            Index = new SparseIndex(
                count,
                Keep<uint>(lists.Indices),
                Keep<long>(lists.Starts),
                Keep<int>(lists.BlockStarts),
                Keep<SparseBlock>(blocks),
                Keep<byte>(all));
        }

        public SparseIndex Index { get; }

        public int EndRow { get; }

        /// <summary>The bytes that the index of some lists takes.</summary>
        public static long BytesOf(SparseLists lists) =>
            (lists.Starts[^1] * SparseSections.PostingBytes) + ((long)lists.BlockStarts[^1] * SparseBlock.Bytes)
            + (lists.Indices.Length * (sizeof(uint) + sizeof(long) + sizeof(int)));

        public void Dispose()
        {
            foreach (NativeBuffer buffer in _buffers)
                buffer.Dispose();
        }

        /// <summary>Copies items to where the garbage collector does not move them.</summary>
        private Section Keep<T>(ReadOnlySpan<T> items)
            where T : unmanaged
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(items);
            var buffer = new NativeBuffer(bytes.Length);
            _buffers.Add(buffer);
            bytes.CopyTo(buffer.Slice(0, bytes.Length));
            return Section.Over(buffer);
        }
    }
}
