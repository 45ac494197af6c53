using Zvec.Engine.Segments;

namespace Zvec.Engine.Maintenance;

/// <summary>Keeps the segments that a merge was made of until it is done with their graphs, although they have been replaced.</summary>
internal sealed class HeldSegments : IDisposable
{
    private readonly Segment[] _segments;

    public HeldSegments(IReadOnlyList<MergeSource> sources)
    {
        _segments = [.. sources.Select(source => source.State.Segment)];
        foreach (Segment segment in _segments)
            segment.AddReference();
    }

    public void Dispose()
    {
        foreach (Segment segment in _segments)
            segment.Release();
    }
}
