using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>The sections of an inverted index of sparse vectors.</summary>
/// <remarks>
/// <code>
/// Header       16 bytes: u32 rows, u32 lists, u64 postings
/// Indices      u32 per list: the index of the elements that it lists, ascending
/// Starts       i64 per list and one more: the number of postings in all lists before
/// BlockStarts  i32 per list and one more: the number of blocks of all lists before
/// Blocks       per 128 postings of a list: i32 the last row, float the least and float the greatest element (SparseBlock)
/// Postings     per list its rows, an i32 each, ascending; then the elements of these rows, a float each; none is zero
/// </code>
/// All numbers are little-endian.
/// </remarks>
internal static class SparseSections
{
    public const FileKind Kind = FileKind.SparseIndex;
    public const ushort Version = 1;

    public const uint Header = 1;
    public const uint Indices = 2;
    public const uint Starts = 3;
    public const uint BlockStarts = 4;
    public const uint Blocks = 5;
    public const uint Postings = 6;

    public const int HeaderLength = 16;

    /// <summary>The bytes that a posting takes.</summary>
    public const int PostingBytes = sizeof(int) + sizeof(float);
}
