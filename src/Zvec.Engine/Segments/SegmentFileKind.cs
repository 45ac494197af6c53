using System.Globalization;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
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
        if (name == CollectionFiles.KeysName)
            return new SegmentFileKind(FileKind.Keys, ColumnWriter.Version);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 2 || !int.TryParse(name.AsSpan(1, dot - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int field))
            return null;
        if (name == CollectionFiles.ColumnName(field))
            return new SegmentFileKind(FileKind.Column, ColumnWriter.Version);
        if (name == CollectionFiles.InvertedIndexName(field))
            return new SegmentFileKind(FileKind.InvertedIndex, InvertedIndexWriter.Version);
        if (name == CollectionFiles.VectorsName(field))
            return new SegmentFileKind(FileKind.Vectors, VectorColumnFormat.Version);
        if (name == CollectionFiles.GraphName(field))
            return new SegmentFileKind(FileKind.Hnsw, HnswFormat.Version);
        return null;
    }
}
