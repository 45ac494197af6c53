using Zvec.Engine.Columns;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>Writes a sealed segment from rows of other segments: sealing is the writing of one mutable segment, merging that of several
/// sealed ones.</summary>
internal static class SegmentWriter
{
    /// <summary>Writes the segment's folder and files, and returns when they are on the device.</summary>
    /// <returns>The record that the manifest keeps.</returns>
    public static SegmentRecord Write(
        IFileSystem fileSystem,
        CollectionFiles files,
        CollectionSchema schema,
        int number,
        IReadOnlyList<(Segment Segment, int[] Rows)> sources,
        CancellationToken cancellationToken)
    {
        string folder = files.Segment(number);
        fileSystem.CreateDirectory(folder);
        int rowCount = sources.Sum(source => source.Rows.Length);
        var written = new Dictionary<string, SegmentFile>();
        WriteKeys(fileSystem, folder, schema, sources, rowCount, written, cancellationToken);
        foreach (FieldSchema field in schema.Fields)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ColumnRows[] rows = [.. sources.Select(source => new ColumnRows(source.Segment.FindColumn(field.Id), source.Rows))];
            WriteFile(fileSystem, folder, CollectionFiles.ColumnName(field.Id), FileKind.Column, ColumnWriter.Version, written, file =>
                ColumnWriter.Write(file, field.Type, rows, cancellationToken));
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            VectorSource[] rows = [.. sources.Select(source => new VectorSource(source.Segment.FindVectors(vector.Id), source.Rows))];
            string name = CollectionFiles.VectorsName(vector.Id);
            WriteFile(fileSystem, folder, name, FileKind.Vectors, VectorColumnFormat.Version, written, file =>
                VectorColumnWriter.Write(file, VectorRowLayout.For(vector), rows, cancellationToken));
        }

        fileSystem.SyncDirectory(folder);
        fileSystem.SyncDirectory(files.Segments);
        return new SegmentRecord(number, rowCount, Deletes: null, written);
    }

    private static void WriteKeys(
        IFileSystem fileSystem,
        string folder,
        CollectionSchema schema,
        IReadOnlyList<(Segment Segment, int[] Rows)> sources,
        int rowCount,
        Dictionary<string, SegmentFile> written,
        CancellationToken cancellationToken)
    {
        ColumnRows[] rows = [.. sources.Select(source => new ColumnRows(source.Segment.Keys, source.Rows))];
        WriteFile(fileSystem, folder, CollectionFiles.KeysName, FileKind.Keys, ColumnWriter.Version, written, file =>
        {
            ColumnWriter.Write(file, PhysicalTypes.OfKey(schema.Key), rows, cancellationToken);
            IEnumerable<(KeyReader, int[])> keys =
                sources.Select(source => (new KeyReader(schema.Key, source.Segment.Keys), source.Rows));
            KeyMap.Write(file, keys, rowCount, cancellationToken);
        });
    }

    private static void WriteFile(
        IFileSystem fileSystem,
        string folder,
        string name,
        FileKind kind,
        ushort version,
        Dictionary<string, SegmentFile> written,
        Action<SectionFileWriter> write)
    {
        using var file = new SectionFileWriter(fileSystem, Path.Combine(folder, name), kind, version);
        write(file);
        file.Finish();
        written.Add(name, new SegmentFile(file.Length, file.Checksum));
    }
}
