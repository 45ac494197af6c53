using Zvec.Engine.Columns;
using Zvec.Engine.Documents;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Verification;

/// <summary>Checks all files of a collection, and what they say of each other.</summary>
internal sealed class CollectionVerifier
{
    /// <summary>A verification that finds a file gone, because the writer has committed a newer manifest meanwhile, starts again this
    /// often.</summary>
    private const int Attempts = 20;

    private readonly IFileSystem _fileSystem;
    private readonly CollectionFiles _files;
    private readonly IProgress<VerificationProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Findings _findings = new();
    private readonly List<SegmentParts> _segments = [];
    private long _generation;
    private long _checked;

    private CollectionVerifier(
        IFileSystem fileSystem,
        CollectionFiles files,
        IProgress<VerificationProgress>? progress,
        CancellationToken cancellationToken)
    {
        _fileSystem = fileSystem;
        _files = files;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Checks a collection, which a writer may go on writing.</summary>
    public static VerificationReport Verify(
        IFileSystem fileSystem,
        CollectionFiles files,
        IProgress<VerificationProgress>? progress,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            var verifier = new CollectionVerifier(fileSystem, files, progress, cancellationToken);
            if (verifier.TryVerify(isLast: attempt == Attempts) is { } report)
                return report;
        }
    }

    /// <summary>Verifies the newest state.</summary>
    /// <returns>Null when the writer has moved on, so that what was found belongs to a state that is no longer the last.</returns>
    private VerificationReport? TryVerify(bool isLast)
    {
        try
        {
            var manifests = new ManifestStore(_fileSystem, _files);
            if (Load(manifests) is not { } manifest)
            {
                if (HasMovedOn() && !isLast)
                    return null;
                FilesWithoutManifest.Check(_fileSystem, _files, _findings, _cancellationToken);
                return new VerificationReport(_files.Root, _findings, generation: 0, documents: 0);
            }

            // What the writer may remove is opened and read first; mapped files stay whole whatever becomes of their names.
            foreach (SegmentRecord record in manifest.Segments)
            {
                var segment = new SegmentParts(_fileSystem, _files, manifest.Schema, record, _findings);
                _segments.Add(segment);
                segment.ReadDeletes(manifests);
            }

            var log = new LogChecker(_fileSystem, _files.Logs, new DocumentCodec(manifest.Schema), _findings);
            log.Check(manifest.FirstLog, _cancellationToken);
            if (_findings.Problems.Count > 0 && HasMovedOn() && !isLast)
                return null;
            _findings.Notes.AddRange(LeftoverFinder.Find(_fileSystem, _files, manifest));
            CheckContent(manifest.Schema);
            return new VerificationReport(_files.Root, _findings, _generation, CountDocuments(log.Outcome));
        }
        finally
        {
            foreach (SegmentParts segment in _segments)
                segment.Dispose();
        }
    }

    private Manifest? Load(ManifestStore manifests)
    {
        _generation = manifests.FindNewest();
        if (_generation <= 0)
        {
            if (_fileSystem.GetDirectories(_files.Segments).Count == 0 && WalFiles.List(_fileSystem, _files.Logs).Count == 0)
            {
                throw new ZvecException(
                    ZvecErrorCode.NotFound, $"There is no collection at '{_files.Root}' to verify. Check the path.");
            }

            _findings.Add(_files.Root, "it has no manifest, although there are segments or log files");
            return null;
        }

        string path = _files.Manifest(_generation);
        try
        {
            _findings.Count(_fileSystem.GetLength(path));
            return manifests.Load();
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(path, exception);
            return null;
        }
    }

    private bool HasMovedOn() => _generation > 0 && !_fileSystem.FileExists(_files.Manifest(_generation));

    private void CheckContent(CollectionSchema schema)
    {
        long total = _segments.Sum(segment => segment.Bytes);
        foreach (SegmentParts segment in _segments)
        {
            segment.Read((path, length) =>
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _progress?.Report(new VerificationProgress(_checked, total, path));
                _checked += length;
            });
            Add(segment.PathOf(CollectionFiles.KeysName), KeyChecker.FindProblem(segment));
            foreach (FieldSchema field in schema.Fields)
                CheckField(segment, field);
            foreach (VectorSchema vector in schema.Vectors)
                CheckVector(segment, vector);
        }

        for (int i = 0; i < _segments.Count; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Add(_segments[i].PathOf(CollectionFiles.KeysName), KeyChecker.FindTwice(_segments[i], _segments.Skip(i + 1)));
        }
    }

    private void CheckField(SegmentParts segment, FieldSchema field)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        string name = CollectionFiles.ColumnName(field.Id);
        string indexName = CollectionFiles.InvertedIndexName(field.Id);
        string textName = CollectionFiles.TextIndexName(field.Id);
        CheckNamed(segment, name, field.Nullable);
        if (segment.Names(textName) && !segment.Names(name))
            Add(segment.PathOf(textName), "it is an index of texts that the segment does not have");
        if (segment.Names(indexName) && !segment.Names(name))
            Add(segment.PathOf(indexName), "it is an index of a column that the segment does not have");
        if (segment.Columns.GetValueOrDefault(field.Id) is not { } column)
            return;
        Add(segment.PathOf(name), ColumnChecker.FindProblem(column, segment.Record.Rows, field.Nullable, segment.Deletes));
        if (segment.Inverted.GetValueOrDefault(field.Id) is { } index)
            Add(segment.PathOf(indexName), new InvertedIndexChecker(index, column, segment.Record.Rows).FindProblem());
        if (segment.Texts.GetValueOrDefault(field.Id) is { } text)
            Add(segment.PathOf(textName), TextIndexChecker.FindProblem(text, column, field.Index as TextIndexOptions, _cancellationToken));
    }

    private void CheckVector(SegmentParts segment, VectorSchema vector)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (vector.Type == VectorType.Sparse)
        {
            CheckSparse(segment, vector);
            return;
        }

        string name = CollectionFiles.VectorsName(vector.Id);
        string codesName = CollectionFiles.CodesName(vector.Id);
        string graphName = CollectionFiles.GraphName(vector.Id);
        string ivfName = CollectionFiles.IvfName(vector.Id);
        CheckNamed(segment, name, vector.Nullable);
        if (segment.Names(codesName) && !segment.Names(name))
            Add(segment.PathOf(codesName), "these are codes of vectors that the segment does not have");
        if (segment.Names(graphName) && !segment.Names(name))
            Add(segment.PathOf(graphName), "it is a graph of vectors that the segment does not have");
        if (segment.Names(ivfName) && !segment.Names(name))
            Add(segment.PathOf(ivfName), "it lists vectors that the segment does not have");
        if (segment.Vectors.GetValueOrDefault(vector.Id) is not { } column)
            return;
        Add(segment.PathOf(name), VectorColumnChecker.FindProblem(column, row => vector.Nullable || segment.Deletes?[row] == true));
        if (segment.Codes.GetValueOrDefault(vector.Id) is { } codes)
            Add(segment.PathOf(codesName), CodesChecker.FindProblem(codes, column));
        if (segment.Graphs.GetValueOrDefault(vector.Id) is { } graph)
            Add(segment.PathOf(graphName), HnswChecker.FindProblem(graph, column));
        if (segment.Ivf.GetValueOrDefault(vector.Id) is { } index)
            Add(segment.PathOf(ivfName), IvfChecker.FindProblem(index, column));
    }

    private void CheckSparse(SegmentParts segment, VectorSchema vector)
    {
        string name = CollectionFiles.SparseName(vector.Id);
        string indexName = CollectionFiles.SparseIndexName(vector.Id);
        CheckNamed(segment, name, vector.Nullable);
        if (segment.Names(indexName) && !segment.Names(name))
            Add(segment.PathOf(indexName), "it lists vectors that the segment does not have");
        if (segment.Sparse.GetValueOrDefault(vector.Id) is not { } column)
            return;
        string? problem = column.FindProblem(segment.Record.Rows, vector, row => segment.Deletes?[row] == true);
        Add(segment.PathOf(name), problem);
        if (problem is null && segment.SparseIndexes.GetValueOrDefault(vector.Id) is { } index)
            Add(segment.PathOf(indexName), SparseIndexChecker.FindProblem(index, column, segment.Record.Rows, _cancellationToken));
    }

    private void CheckNamed(SegmentParts segment, string name, bool nullable)
    {
        if (!nullable && !segment.Names(name))
            Add(segment.PathOf(name), "the manifest does not name it, although the schema allows no nulls in it");
    }

    private void Add(string path, string? problem)
    {
        if (problem is not null)
            _findings.Add(path, problem);
    }

    /// <summary>The documents of the segments, as far as the log does not say otherwise, and those of the log.</summary>
    private long CountDocuments(Dictionary<DocumentKey, bool> log)
    {
        long count = log.Values.Count(isThere => isThere);
        foreach (SegmentParts segment in _segments)
            count += segment.Record.Rows - (segment.Deletes?.Count ?? 0);
        foreach (DocumentKey key in log.Keys)
        {
            if (_segments.Exists(segment => KeyChecker.HasDocument(segment, key)))
                count--;
        }

        return count;
    }
}
