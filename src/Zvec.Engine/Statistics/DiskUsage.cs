namespace Zvec.Engine;

/// <summary>Bytes of a collection's files by what they hold.</summary>
public sealed record DiskUsage
{
    /// <summary>Keys, with the tables that they are looked up in.</summary>
    public long Keys { get; init; }

    /// <summary>Values of fields.</summary>
    public long Fields { get; init; }

    /// <summary>Original vectors, sparse ones included.</summary>
    public long Vectors { get; init; }

    /// <summary>Quantized vectors.</summary>
    public long Codes { get; init; }

    /// <summary>Graphs, and lists of IVF indexes with their codes.</summary>
    public long Graphs { get; init; }

    /// <summary>Inverted indexes of fields and of sparse vectors.</summary>
    public long InvertedIndexes { get; init; }

    /// <summary>Text indexes.</summary>
    public long TextIndexes { get; init; }

    /// <summary>Which rows of segments are deleted.</summary>
    public long DeleteMaps { get; init; }

    /// <summary>The write-ahead log.</summary>
    public long Log { get; init; }

    /// <summary>The manifest.</summary>
    public long Manifest { get; init; }

    /// <summary>All of them.</summary>
    public long Total =>
        Keys + Fields + Vectors + Codes + Graphs + InvertedIndexes + TextIndexes + DeleteMaps + Log + Manifest;
}
