using Zvec.Engine.Columns;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Verification;

/// <summary>What a damaged collection consists of: as its manifest says, or, without one, whatever lies in its folders.</summary>
internal sealed class SalvageSource
{
    private readonly IFileSystem _fileSystem;
    private readonly CollectionFiles _files;
    private readonly Findings _findings;
    private readonly SalvageLosses _losses;

    public SalvageSource(
        IFileSystem fileSystem, CollectionFiles files, CollectionSchema? schema, Findings findings, SalvageLosses losses)
    {
        _fileSystem = fileSystem;
        _files = files;
        _findings = findings;
        _losses = losses;
        Manifest? manifest = ReadManifest(out Exception? failure);
        Manifest = losses.HasManifest ? manifest : null;
        Schema = manifest?.Schema ?? Numbered(schema) ?? throw NoSchema(failure);
        if (!losses.HasManifest)
        {
            findings.Notes.Add(manifest is not null
                ? $"The schema was taken from manifest {manifest.Generation}, which is not the newest; all segments and log files that are "
                    + "there were read."
                : "The schema was taken from SalvageOptions.Schema; all segments and log files that are there were read.");
        }
    }

    public CollectionSchema Schema { get; }

    /// <summary>The newest manifest; null when it is damaged or missing.</summary>
    public Manifest? Manifest { get; }

    /// <summary>Opens the segments, oldest first.</summary>
    public List<SegmentParts> OpenSegments()
    {
        var segments = new List<SegmentParts>();
        try
        {
            if (Manifest is null)
            {
                OpenFolders(segments);
                return segments;
            }

            var manifests = new ManifestStore(_fileSystem, _files);
            foreach (SegmentRecord record in Manifest.Segments)
            {
                var segment = new SegmentParts(_fileSystem, _files, Schema, record, _findings);
                segments.Add(segment);
                segment.ReadDeletes(manifests);
            }

            return segments;
        }
        catch
        {
            segments.ForEach(segment => segment.Dispose());
            throw;
        }
    }

    private static CollectionSchema? Numbered(CollectionSchema? schema)
    {
        if (schema is null)
            return null;
        Zvec.Engine.Schema.SchemaValidator.Validate(schema);
        bool isNumbered = schema.Fields.All(field => field.Id > 0) && schema.Vectors.All(vector => vector.Id > 0);
        return isNumbered ? schema : schema.WithIds();
    }

    private ZvecException NoSchema(Exception? failure) => new(
        (failure as ZvecException)?.Code ?? ZvecErrorCode.DataCorruption,
        $"The collection at '{_files.Root}' has no manifest that can be read, so that nothing says what its documents look like. "
            + "Give the schema as SalvageOptions.Schema.",
        failure);

    /// <summary>Reads the newest manifest, or the newest older one for its schema.</summary>
    private Manifest? ReadManifest(out Exception? failure)
    {
        failure = null;
        var manifests = new ManifestStore(_fileSystem, _files);
        long[] generations =
            [.. _fileSystem.GetFiles(_files.Root).Select(CollectionFiles.ManifestGeneration).Where(one => one > 0).OrderDescending()];
        if (generations.Length == 0)
            _findings.Add(_files.Root, "it has no manifest");
        foreach (long generation in generations)
        {
            try
            {
                return manifests.Read(generation, out _);
            }
            catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
            {
                failure ??= exception;
                _findings.Add(_files.Manifest(generation), exception);
                _losses.HasManifest = false;
            }
        }

        _losses.HasManifest = false;
        return null;
    }

    private void OpenFolders(List<SegmentParts> segments)
    {
        foreach (string folder in _fileSystem.GetDirectories(_files.Segments)
            .Where(folder => CollectionFiles.SegmentNumber(folder) is > 0 and <= int.MaxValue).OrderBy(CollectionFiles.SegmentNumber))
        {
            if (ReadRowCount(Path.Combine(folder, CollectionFiles.KeysName)) is not { } rows)
            {
                _losses.UnknownSegments++;
                continue;
            }

            var files = _fileSystem.GetFiles(folder)
                .Where(path => CollectionFiles.IsSegmentFileName(Path.GetFileName(path), Schema.NextFieldId))
                .ToDictionary(path => Path.GetFileName(path), path => new SegmentFile(_fileSystem.GetLength(path), Checksum: null));
            var record = new SegmentRecord((int)CollectionFiles.SegmentNumber(folder), rows, Deletes: null, files);
            var segment = new SegmentParts(_fileSystem, _files, Schema, record, _findings);
            segments.Add(segment);
            segment.UseDeletes(ReadNewestDeletes(folder, rows));
        }
    }

    private int? ReadRowCount(string path)
    {
        try
        {
            if (!_fileSystem.FileExists(path))
                throw SectionFileReader.Corrupt(path, "it is missing");
            using var keys = new SectionFileReader(_fileSystem, path, FileKind.Keys, ColumnWriter.Version, verify: false);
            int rows = keys.GetSection(ColumnSections.Header).Read<int>(1);
            return rows is > 0 and < int.MaxValue ? rows : throw SectionFileReader.Corrupt(path, $"it names {rows} rows");
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(path, exception);
            return null;
        }
    }

    /// <returns>The newest delete map; an empty one when there is none; null when it is damaged.</returns>
    private DeleteMap? ReadNewestDeletes(string folder, int rows)
    {
        string? path = _fileSystem.GetFiles(folder).Where(file => CollectionFiles.DeletesGeneration(file) > 0)
            .MaxBy(CollectionFiles.DeletesGeneration);
        if (path is null)
            return DeleteMap.Empty;
        try
        {
            using var file = new SectionFileReader(
                _fileSystem, path, FileKind.DeleteMap, ManifestStore.DeleteMapVersion, verify: true);
            return ManifestStore.ReadDeletes(file, rows);
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(path, exception);
            return null;
        }
    }
}
