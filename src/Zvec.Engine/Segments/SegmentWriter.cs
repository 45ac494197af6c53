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
        SegmentRecord record = Write(name => fileSystem.Create(Path.Combine(folder, name)), schema, number, sources, cancellationToken);
        fileSystem.SyncDirectory(folder);
        fileSystem.SyncDirectory(files.Segments);
        return record;
    }

    /// <summary>Writes the segment's files one after another, each from front to back, wherever the caller wants them.</summary>
    /// <param name="create">Makes a file by its name.</param>
    /// <param name="schema">The fields to write.</param>
    /// <param name="number">The segment's number.</param>
    /// <param name="sources">The rows, one source after the other.</param>
    /// <param name="cancellationToken">Stops between two fields or vectors.</param>
    public static SegmentRecord Write(
        Func<string, IWritableFile> create,
        CollectionSchema schema,
        int number,
        IReadOnlyList<(Segment Segment, int[] Rows)> sources,
        CancellationToken cancellationToken)
    {
        int rowCount = sources.Sum(source => source.Rows.Length);
        var written = new Dictionary<string, SegmentFile>();
        WriteKeys(create, schema, sources, rowCount, written, cancellationToken);
        foreach (FieldSchema field in schema.Fields)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ColumnRows[] rows = [.. sources.Select(source => new ColumnRows(source.Segment.FindColumn(field.Id), source.Rows))];
            WriteFile(create, CollectionFiles.ColumnName(field.Id), FileKind.Column, ColumnWriter.Version, written, file =>
                ColumnWriter.Write(file, field.Type, rows, cancellationToken));
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (vector.Type == VectorType.Sparse)
            {
                WriteSparse(create, vector, sources, written, cancellationToken);
                continue;
            }

            VectorSource[] rows = [.. sources.Select(source => new VectorSource(source.Segment.FindVectors(vector.Id), source.Rows))];
            string name = CollectionFiles.VectorsName(vector.Id);
            WriteFile(create, name, FileKind.Vectors, VectorColumnFormat.Version, written, file =>
                VectorColumnWriter.Write(file, VectorRowLayout.For(vector), rows, cancellationToken));
        }

        return new SegmentRecord(number, rowCount, Deletes: null, written);
    }

    private static void WriteKeys(
        Func<string, IWritableFile> create,
        CollectionSchema schema,
        IReadOnlyList<(Segment Segment, int[] Rows)> sources,
        int rowCount,
        Dictionary<string, SegmentFile> written,
        CancellationToken cancellationToken)
    {
        ColumnRows[] rows = [.. sources.Select(source => new ColumnRows(source.Segment.Keys, source.Rows))];
        WriteFile(create, CollectionFiles.KeysName, FileKind.Keys, ColumnWriter.Version, written, file =>
        {
            ColumnWriter.Write(file, PhysicalTypes.OfKey(schema.Key), rows, cancellationToken);
            IEnumerable<(KeyReader, int[])> keys =
                sources.Select(source => (new KeyReader(schema.Key, source.Segment.Keys), source.Rows));
            KeyMap.Write(file, keys, rowCount, cancellationToken);
        });
    }

    private static void WriteSparse(
        Func<string, IWritableFile> create,
        VectorSchema vector,
        IReadOnlyList<(Segment Segment, int[] Rows)> sources,
        Dictionary<string, SegmentFile> written,
        CancellationToken cancellationToken)
    {
        ColumnRows[] rows = [.. sources.Select(source => new ColumnRows(source.Segment.FindSparse(vector.Id)?.Rows, source.Rows))];
        WriteFile(create, CollectionFiles.SparseName(vector.Id), SparseColumn.Kind, SparseColumn.Version, written, file =>
            ColumnWriter.Write(file, DataType.Binary, rows, cancellationToken));
    }

    private static void WriteFile(
        Func<string, IWritableFile> create,
        string name,
        FileKind kind,
        ushort version,
        Dictionary<string, SegmentFile> written,
        Action<SectionFileWriter> write)
    {
        using var file = new SectionFileWriter(create(name), kind, version);
        write(file);
        file.Finish();
        written.Add(name, new SegmentFile(file.Length, file.Checksum));
    }
}
