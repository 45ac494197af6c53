using Zvec.Engine.Storage;

namespace Zvec.Engine.Segments;

/// <summary>What the manifest says of one file of a segment.</summary>
/// <param name="Length">Its size, in bytes.</param>
/// <param name="Checksum">The checksum in its footer, which covers those of its sections, so that another file in its place is noticed;
/// null in a manifest of version 1.</param>
internal readonly record struct SegmentFile(long Length, ulong? Checksum)
{
    /// <summary>Whether a file that was opened is this one.</summary>
    public bool Fits(SegmentFile opened) => opened.Length == Length && (Checksum is null || opened.Checksum == Checksum);

    /// <exception cref="ZvecException">It is another file (<see cref="ZvecErrorCode.DataCorruption"/>).</exception>
    public void ThrowUnlessFits(SectionFileReader file)
    {
        if (file.Length != Length)
            throw SectionFileReader.Corrupt(file.Path, $"it has {file.Length} bytes where the manifest says {Length}");
        if (Checksum is { } expected && file.Checksum != expected)
        {
            throw SectionFileReader.Corrupt(
                file.Path, $"its checksum is {file.Checksum:x16} where the manifest says {expected:x16}: it is another file");
        }
    }
}
