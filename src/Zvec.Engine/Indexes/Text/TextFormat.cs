using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Indexes.Text;

/// <summary>The sections of a text index, and its terms' postings.</summary>
/// <remarks>
/// <code>
/// Header     48 bytes: u32 rows, u32 rows that have a text, i64 tokens, i64 terms, u64 fingerprint of the analysis,
///            u32 bytes of a length, u32 postings in a block (128), u64 zero
/// Lengths    u8, u16 or i32 per row: the tokens of its text, 0 when it has none
/// Terms      the terms in the order of their bytes; each: varint length, bytes, varint rows, varint most frequency, varint least
///            length of a text, varint bytes of its rows, varint bytes of its positions
/// Groups     per 16 terms: i64 where in Terms they begin, i64 where in Postings
/// Postings   per term its rows, then for 128 rows and more its blocks, then its positions
///
/// rows       full blocks of 128: the gaps of the rows (how many are passed over before each), then frequency − 1 of each, both
///            packed (see BitPacking); the rest: varint of twice the gap, plus 1 when the term occurs once in the row, otherwise
///            followed by a varint of the frequency
/// blocks     per block, the rest being the last one, 24 bytes: i32 last row, i32 most frequency, i32 least length, u32 where its rows
///            begin, in units of 16 bytes, u48 where its positions begin, u8 bits of a gap, u8 bits of a frequency (0 for the rest)
/// positions  per row varints: the first place of the term in the text, and then the differences
/// </code>
/// All numbers are little-endian.
/// </remarks>
internal static class TextFormat
{
    /// <summary>The newest version of the format.</summary>
    public const ushort Version = 1;

    public const uint Header = 1;
    public const uint Lengths = 2;
    public const uint Terms = 3;
    public const uint Groups = 4;
    public const uint Postings = 5;
    public const int HeaderLength = 48;

    /// <summary>Terms of which one is found directly.</summary>
    public const int GroupLength = 16;

    /// <summary>What the postings of a term have at most, in bytes: so far reach the units of 16 bytes.</summary>
    public const long MostRowBytes = (long)uint.MaxValue * 16;

    /// <summary>What the positions of a term have at most, in bytes.</summary>
    public const long MostPositionBytes = (1L << 48) - 1;

    /// <summary>What a number of bits is at most for gaps and frequencies that are right.</summary>
    public const int MostBits = 31;

    /// <summary>Raised whenever analysis makes other terms of the same text under the same options.</summary>
    private const int AnalysisVersion = 1;

    private static readonly ConditionalWeakTable<TextIndexOptions, StrongBox<ulong>> Fingerprints = [];

    /// <summary>Tells the analysis of an index from others.</summary>
    public static ulong Fingerprint(TextIndexOptions options) => Fingerprints.GetValue(options, Compute).Value;

    /// <summary>The bytes of the table of blocks of a term that so many rows have.</summary>
    public static long BlockTableBytes(int rowCount) => rowCount < FreshPostings.BlockLength ? 0 : BlockCount(rowCount) * TextBlock.ByteLength;

    /// <summary>The blocks of a term that so many rows have, the rest included.</summary>
    public static long BlockCount(int rowCount) => (rowCount + (long)FreshPostings.BlockLength - 1) / FreshPostings.BlockLength;

    private static StrongBox<ulong> Compute(TextIndexOptions options)
    {
        var schema = new CollectionSchema("text") { Fields = { new FieldSchema("text", DataType.String) { Index = options } } };
        return new StrongBox<ulong>(XxHash3.HashToUInt64(SchemaJson.Serialize(schema), AnalysisVersion));
    }
}
