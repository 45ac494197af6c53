using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;

namespace Zvec.Engine.Segments;

/// <summary>The indexes of a sealed segment at one moment, by the identifiers of their fields; replaced as a whole.</summary>
internal sealed record SegmentIndexes(
    Dictionary<int, InvertedIndexReader> Inverted,
    Dictionary<int, TextIndexReader> Texts,
    Dictionary<int, VectorCodes> Codes,
    Dictionary<int, HnswGraph> Graphs,
    Dictionary<int, IvfIndex> Ivf,
    Dictionary<int, SparseIndex> Sparse)
{
    public static SegmentIndexes Empty { get; } = new([], [], [], [], [], []);
}
