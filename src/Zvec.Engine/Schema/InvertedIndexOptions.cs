namespace Zvec.Engine;

/// <summary>An index from each distinct value of a field to the documents that hold it, in the order of the values: filters on
/// equality, membership, ranges, prefixes and nulls become set operations instead of scans.</summary>
public sealed record InvertedIndexOptions : FieldIndexOptions;
