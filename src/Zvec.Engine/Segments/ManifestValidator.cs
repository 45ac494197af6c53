using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>Checks that a manifest says nothing that no writer could have meant: its numbers become sizes, names and paths.</summary>
internal static class ManifestValidator
{
    /// <summary>The largest manifest, in bytes of JSON.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>The most rows of a segment: as many as an array can have elements.</summary>
    private const int MaxRows = 0x7FFFFFC7;

    /// <summary>The highest number of a segment, which leaves room to count on.</summary>
    private const int MaxSegment = 2_000_000_000;

    /// <summary>The largest delete map, in bytes: several times a bit for each of the most rows, and small enough to add many up.</summary>
    private const long MaxDeleteMapBytes = 1L << 31;

    /// <summary>The highest generation and number of a log file, which leaves room to count on.</summary>
    private const long MaxGeneration = 1L << 62;

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: a number or a name is none.</exception>
    public static void Check(Manifest manifest, string path)
    {
        if (manifest.Generation is < 1 or > MaxGeneration || manifest.FirstLog is < 1 or > MaxGeneration)
        {
            throw SectionFileReader.Corrupt(
                path, $"it cannot be generation {manifest.Generation} with the log from file {manifest.FirstLog} on");
        }

        if (manifest.NextSegment is < 1 or > MaxSegment)
            throw SectionFileReader.Corrupt(path, $"the next segment cannot have the number {manifest.NextSegment}");
        var numbers = new HashSet<int>();
        foreach (SegmentRecord segment in manifest.Segments)
        {
            if (segment.Number < 1 || segment.Number >= manifest.NextSegment || !numbers.Add(segment.Number))
            {
                throw SectionFileReader.Corrupt(
                    path, $"it names segment {segment.Number} twice, or that number is not from 1 to {manifest.NextSegment - 1}");
            }

            Check(segment, manifest, path);
        }
    }

    private static void Check(SegmentRecord segment, Manifest manifest, string path)
    {
        if (segment.Rows is < 1 or > MaxRows)
            throw SectionFileReader.Corrupt(path, $"segment {segment.Number} cannot have {segment.Rows} rows");
        if (segment.Deletes is { } deletes
            && (deletes.Generation < 1 || deletes.Generation > manifest.Generation || deletes.Rows < 0 || deletes.Rows > segment.Rows))
        {
            throw SectionFileReader.Corrupt(
                path,
                $"segment {segment.Number} of {segment.Rows} rows cannot have {deletes.Rows} deleted in generation {deletes.Generation}");
        }

        foreach ((string name, SegmentFile file) in segment.Files)
        {
            if (!CollectionFiles.IsSegmentFileName(name, manifest.Schema.NextFieldId))
                throw SectionFileReader.Corrupt(path, $"segment {segment.Number} cannot have a file '{Shorten(name)}'");
            if (file.Length < 0)
                throw SectionFileReader.Corrupt(path, $"the file '{name}' of segment {segment.Number} cannot have {file.Length} bytes");
        }

        if (segment.Deletes?.File is { Length: < 0 or > MaxDeleteMapBytes } map)
            throw SectionFileReader.Corrupt(path, $"the delete map of segment {segment.Number} cannot have {map.Length} bytes");
    }

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64] + "...";
}
