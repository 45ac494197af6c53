using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Verification;

/// <summary>Reads a damaged collection, as far as it is intact, and changes nothing in it.</summary>
internal sealed class Salvager : IDisposable
{
    private readonly SalvageSource _source;
    private readonly LogSalvager _log;
    private readonly SegmentSalvager _rows;
    private readonly List<SegmentParts> _segments;

    public Salvager(IFileSystem fileSystem, CollectionFiles files, SalvageOptions options, CancellationToken cancellationToken)
    {
        _source = new SalvageSource(fileSystem, files, options.Schema, Findings, Losses);
        _log = new LogSalvager(fileSystem, files, _source.Schema, Findings, Losses);
        _rows = new SegmentSalvager(_source.Schema, options.AllowNulls, Losses);
        _segments = _source.OpenSegments();
        try
        {
            long total = _segments.Sum(segment => segment.Bytes);
            long done = 0;
            foreach (SegmentParts segment in _segments)
            {
                segment.Read((path, length) =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    options.Progress?.Report(new VerificationProgress(done, total, path));
                    done += length;
                });
            }

            Schema = options.AllowNulls ? Relaxed(_source.Schema) : _source.Schema;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Findings Findings { get; } = new();

    public SalvageLosses Losses { get; } = new();

    /// <summary>The schema of the new collection.</summary>
    public CollectionSchema Schema { get; }

    /// <summary>Hands on all that is intact.</summary>
    /// <remarks>Segments whose deleted rows are not known come first: whatever another segment or the log says of a document is newer, as
    /// of all versions of it one at most is not deleted.</remarks>
    public void Read(ISalvageTarget target, CancellationToken cancellationToken)
    {
        foreach (SegmentParts segment in _segments.OrderBy(segment => segment.Deletes is not null))
            _rows.Read(segment, target, cancellationToken);
        _log.Read(_source.Manifest?.FirstLog, target, cancellationToken);
    }

    public void Dispose() => _segments.ForEach(segment => segment.Dispose());

    private CollectionSchema Relaxed(CollectionSchema schema)
    {
        HashSet<string> lost = [.. _segments.SelectMany(_rows.LostFields)];
        return new CollectionSchema(schema.Name)
        {
            Key = schema.Key,
            KeyName = schema.KeyName,
            Fields =
            [
                .. schema.Fields.Select(field => new FieldSchema(field.Name, field.Type)
                {
                    Nullable = field.Nullable || lost.Contains(field.Name),
                    Index = field.Index,
                }),
            ],
            Vectors =
            [
                .. schema.Vectors.Select(vector => new VectorSchema(vector.Name, vector.Type, vector.Dimensions)
                {
                    Nullable = vector.Nullable || lost.Contains(vector.Name),
                    Index = vector.Index,
                }),
            ],
        };
    }
}
