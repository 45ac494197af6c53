using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>What a file of a segment holds, which its name says.</summary>
/// <param name="Kind">The kind that stands in its header.</param>
/// <param name="NewestVersion">The newest version of that kind.</param>
internal readonly record struct SegmentFileKind(FileKind Kind, ushort NewestVersion)
{
    /// <summary>The kind of the file of that name; null when no file of a segment is called so, delete maps aside.</summary>
    public static SegmentFileKind? Of(string name)
    {
        if (!CollectionFiles.IsSegmentFileName(name, int.MaxValue))
            return null;
        return Path.GetExtension(name) switch
        {
            "" => new SegmentFileKind(FileKind.Keys, ColumnWriter.Version),
            ".column" => new SegmentFileKind(FileKind.Column, ColumnWriter.Version),
            ".inverted" => new SegmentFileKind(FileKind.InvertedIndex, InvertedIndexWriter.Version),
            ".text" => new SegmentFileKind(FileKind.Text, TextFormat.Version),
            ".vectors" => new SegmentFileKind(FileKind.Vectors, VectorColumnFormat.Version),
            ".codes" => new SegmentFileKind(FileKind.Codes, CodesFormat.Version),
            ".ivf" => new SegmentFileKind(FileKind.Ivf, IvfFormat.Version),
            ".sparse" => new SegmentFileKind(SparseColumn.Kind, SparseColumn.Version),
            ".postings" => new SegmentFileKind(SparseSections.Kind, SparseSections.Version),
            _ => new SegmentFileKind(FileKind.Hnsw, HnswFormat.Version),
        };
    }
}
