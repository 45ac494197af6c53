using System.Diagnostics;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Backups;

/// <summary>Counts what is done, and tells whoever wants to know.</summary>
internal sealed class BackupTally(IProgress<BackupProgress>? progress)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private (int Files, long Bytes) _total;
    private (int Files, long Bytes) _copied;
    private (int Files, long Bytes) _linked;
    private (int Files, long Bytes) _kept;

    /// <summary>Adds to what there is to do.</summary>
    public void Expect(IEnumerable<SegmentFile> files)
    {
        foreach (SegmentFile file in files)
            _total = Add(_total, file);
    }

    public void Copied(SegmentFile file)
    {
        _copied = Add(_copied, file);
        Report();
    }

    public void Linked(SegmentFile file)
    {
        _linked = Add(_linked, file);
        Report();
    }

    public void Kept(SegmentFile file)
    {
        _kept = Add(_kept, file);
        Report();
    }

    public void Report() => progress?.Report(new BackupProgress(
        _copied.Files + _linked.Files + _kept.Files, _total.Files, _copied.Bytes + _linked.Bytes + _kept.Bytes, _total.Bytes));

    public BackupResult Result(long generation, long documents) => new()
    {
        Generation = generation,
        Documents = documents,
        CopiedFiles = _copied.Files,
        CopiedBytes = _copied.Bytes,
        LinkedFiles = _linked.Files,
        LinkedBytes = _linked.Bytes,
        KeptFiles = _kept.Files,
        KeptBytes = _kept.Bytes,
        Duration = Stopwatch.GetElapsedTime(_start),
    };

    private static (int Files, long Bytes) Add((int Files, long Bytes) sum, SegmentFile file) => (sum.Files + 1, sum.Bytes + file.Length);
}
