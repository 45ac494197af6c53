using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Writes the inverted index of a column of sparse vectors; the layout is that of <see cref="SparseSections"/>. The column is read
/// once for each few million postings, so that memory does not grow with their number.</summary>
internal static class SparseIndexWriter
{
    /// <summary>Postings that are gathered at once, unless one list has more.</summary>
    private const int PiecePostings = 1 << 22;

    /// <summary>For each index its entry in a table while that grows, and where its list, its blocks and its next posting are.</summary>
    private const long BytesPerIndex = 96;

    /// <summary>For each index its number, where its list and its blocks are, and a block.</summary>
    private const long FileBytesPerIndex = 28;

    /// <summary>Rows from which the number of different indices is guessed.</summary>
    private const int SampleRows = 2_048;

    private const long LeastBytes = 1 << 16;

    /// <summary>Writes the sections of the index; the caller finishes the file.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="column">The vectors.</param>
    /// <param name="rowCount">How many rows it has.</param>
    /// <param name="cancellation">Gives the index up between some rows.</param>
    public static void Write(SectionFileWriter file, SparseColumn column, int rowCount, CancellationToken cancellation)
    {
        var lists = new SparseLists(column, 0, rowCount, cancellation);
        Span<byte> header = stackalloc byte[SparseSections.HeaderLength];
        BinaryPrimitives.WriteInt32LittleEndian(header, rowCount);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], lists.Indices.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], lists.Starts[^1]);
        file.WriteSection(SparseSections.Header, header);
        WriteSection<uint>(file, SparseSections.Indices, lists.Indices);
        WriteSection<long>(file, SparseSections.Starts, lists.Starts);
        WriteSection<int>(file, SparseSections.BlockStarts, lists.BlockStarts);

        var blocks = new SparseBlock[lists.BlockStarts[^1]];
        file.BeginSection(SparseSections.Postings);
        WritePostings(file, lists, blocks);
        file.EndSection();
        WriteSection<SparseBlock>(file, SparseSections.Blocks, blocks);
    }

    /// <summary>About what building an index takes, in bytes.</summary>
    /// <param name="column">The vectors.</param>
    /// <param name="rowCount">How many rows it has.</param>
    public static long EstimateBytes(SparseColumn column, int rowCount)
    {
        long elements = column.CountElements(rowCount);
        return EstimateBytes(elements, EstimateIndices(column, rowCount, elements));
    }

    /// <summary>About what building an index takes that has so many elements and different indices, in bytes.</summary>
    public static long EstimateBytes(long elements, long indices) =>
        (Math.Min(elements, PiecePostings) * SparseSections.PostingBytes) + BlockBytes(elements) + (indices * BytesPerIndex) + LeastBytes;

    /// <summary>About what the file of an index takes, in bytes.</summary>
    /// <param name="column">The vectors.</param>
    /// <param name="rowCount">How many rows it has.</param>
    public static long EstimateFileBytes(SparseColumn column, int rowCount)
    {
        long elements = column.CountElements(rowCount);
        long indices = EstimateIndices(column, rowCount, elements);
        return (elements * SparseSections.PostingBytes) + BlockBytes(elements) + (indices * FileBytesPerIndex) + LeastBytes;
    }

    private static long BlockBytes(long elements) => elements / SparseBlock.Length * SparseBlock.Bytes;

    /// <summary>How many different indices there are at most, if the rows are like those of a sample: a larger part of the rows repeats
    /// more of them.</summary>
    private static long EstimateIndices(SparseColumn column, int rowCount, long elements)
    {
        var sample = new HashSet<uint>();
        long sampled = 0;
        int step = Math.Max(1, rowCount / SampleRows);
        for (int row = 0; row < rowCount; row += step)
        {
            ReadOnlySpan<uint> indices = SparseElements.Indices(column.Elements(row));
            sampled += indices.Length;
            foreach (uint index in indices)
                sample.Add(index);
        }

        return sampled == 0 ? elements : Math.Min(elements, (long)((double)sample.Count * elements / sampled) + 1);
    }

    private static void WritePostings(SectionFileWriter file, SparseLists lists, SparseBlock[] blocks)
    {
        int[] rows = [];
        float[] weights = [];
        for (int first = 0; first < lists.Indices.Length;)
        {
            int end = lists.EndOf(first, PiecePostings);
            int postings = (int)(lists.Starts[end] - lists.Starts[first]);
            if (rows.Length < postings)
            {
                int room = (int)Math.Max(postings, Math.Min(PiecePostings, lists.Starts[^1] - lists.Starts[first]));
                rows = new int[room];
                weights = new float[room];
            }

            lists.Gather(first, end, rows, weights);
            int place = 0;
            for (int list = first; list < end; list++)
            {
                int length = lists.Length(list);
                ReadOnlySpan<int> listRows = rows.AsSpan(place, length);
                ReadOnlySpan<float> listWeights = weights.AsSpan(place, length);
                Write(file, listRows);
                Write(file, listWeights);
                FillBlocks(listRows, listWeights, blocks.AsSpan(lists.BlockStarts[list]));
                place += length;
            }

            first = end;
        }
    }

    /// <summary>Bounds the postings of a list, block by block.</summary>
    public static void FillBlocks(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, Span<SparseBlock> blocks)
    {
        for (int block = 0, start = 0; start < rows.Length; block++, start += SparseBlock.Length)
        {
            int count = Math.Min(SparseBlock.Length, rows.Length - start);
            blocks[block] = SparseBlock.Of(rows.Slice(start, count), weights.Slice(start, count));
        }
    }

    private static void WriteSection<T>(SectionFileWriter file, uint id, ReadOnlySpan<T> items)
        where T : unmanaged
    {
        file.BeginSection(id);
        Write(file, items);
        file.EndSection();
    }

    /// <summary>Writes items in pieces of which the bytes can be counted.</summary>
    private static void Write<T>(SectionFileWriter file, ReadOnlySpan<T> items)
        where T : unmanaged
    {
        const int Piece = 1 << 20;
        for (int start = 0; start < items.Length; start += Piece)
            file.Write(MemoryMarshal.AsBytes(items.Slice(start, Math.Min(Piece, items.Length - start))));
    }
}
