using System.Runtime.InteropServices;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>An inverted index of sparse vectors: for each index the rows whose vectors have an element there, and these elements.
/// Immutable; read by any number of threads, as long as its memory is there.</summary>
internal sealed class SparseIndex
{
    private readonly Section _indices;
    private readonly Section _starts;
    private readonly Section _blockStarts;
    private readonly Section _blocks;
    private readonly Section _postings;

    /// <summary>Takes sections over that fit each other; <see cref="SparseIndexReader"/> checks those of a file.</summary>
    public SparseIndex(int listCount, Section indices, Section starts, Section blockStarts, Section blocks, Section postings)
    {
        ListCount = listCount;
        _indices = indices;
        _starts = starts;
        _blockStarts = blockStarts;
        _blocks = blocks;
        _postings = postings;
    }

    /// <summary>The file, for messages.</summary>
    public string Path => _postings.Path;

    /// <summary>The number of different indices.</summary>
    public int ListCount { get; }

    /// <summary>The indices, ascending: one of each list.</summary>
    public ReadOnlySpan<uint> Indices => _indices.AsSpan<uint>(ListCount);

    /// <summary>The list of an index, or −1.</summary>
    public int Find(uint index) => Math.Max(-1, Indices.BinarySearch(index));

    /// <summary>The number of postings in all lists before one; to be given back to <see cref="Rows"/> and <see cref="Weights"/>.</summary>
    public long Start(int list) => _starts.Read<long>(list);

    /// <summary>The number of postings of a list.</summary>
    public int Length(int list) => (int)(_starts.Read<long>(list + 1L) - _starts.Read<long>(list));

    /// <summary>The number of the first block of a list.</summary>
    public int BlockStart(int list) => _blockStarts.Read<int>(list);

    /// <summary>Some blocks that follow each other.</summary>
    public ReadOnlySpan<SparseBlock> Blocks(int first, int count) =>
        MemoryMarshal.Cast<byte, SparseBlock>(_blocks.Slice((long)first * SparseBlock.Bytes, checked(count * SparseBlock.Bytes)));

    /// <summary>The rows of some postings of a list.</summary>
    /// <param name="start">The list's <see cref="Start"/>.</param>
    /// <param name="first">The first posting, counted from 0 in the list.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<int> Rows(long start, int first, int count) => MemoryMarshal.Cast<byte, int>(
        _postings.Slice((start * SparseSections.PostingBytes) + ((long)first * sizeof(int)), checked(count * sizeof(int))));

    /// <summary>The elements of some postings of a list.</summary>
    /// <param name="start">The list's <see cref="Start"/>.</param>
    /// <param name="length">The list's <see cref="Length"/>.</param>
    /// <param name="first">The first posting, counted from 0 in the list.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Weights(long start, int length, int first, int count) => MemoryMarshal.Cast<byte, float>(_postings.Slice(
        (start * SparseSections.PostingBytes) + (((long)length + first) * sizeof(float)), checked(count * sizeof(float))));
}
