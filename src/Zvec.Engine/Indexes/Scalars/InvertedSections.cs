namespace Zvec.Engine.Indexes.Scalars;

/// <summary>The sections of an inverted index.</summary>
/// <remarks>
/// <code>
/// Header          16 bytes: u32 type of the field, u32 rows, u32 values, u32 rows that are null
/// Keys            the sort keys of the distinct values, ascending, one after another
/// KeyOffsets      i64 per value and one more, where in Keys each begins; left out for types of fixed width
/// Counts          i32 per value and one more: the number of rows of all values before
/// PostingOffsets  i64 per value and one more, where in Postings each list begins
/// Postings        per value its rows, ascending, in one of the forms of PostingList; in version 1 of the file those of VarintPostingList
/// Nulls           u64 per 64 rows, 1 for null; left out when no row is null
/// NullElements    likewise, 1 for an array that holds a null
/// </code>
/// All numbers are little-endian.
/// </remarks>
internal static class InvertedSections
{
    public const uint Header = 1;
    public const uint Keys = 2;
    public const uint KeyOffsets = 3;
    public const uint Counts = 4;
    public const uint PostingOffsets = 5;
    public const uint Postings = 6;
    public const uint Nulls = 7;
    public const uint NullElements = 8;
    public const int HeaderLength = 16;
}
