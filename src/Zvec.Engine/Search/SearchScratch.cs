using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Search;

/// <summary>What a search uses while it runs, kept by its thread for the next one.</summary>
internal sealed class SearchScratch
{
    /// <summary>With more candidates than these it is not kept: such searches are few, and their memory is much.</summary>
    private const int MostCandidates = 1 << 14;

    [ThreadStatic]
    private static SearchScratch? _spare;

    private byte[] _converted = [];

    private SearchScratch()
    {
    }

    /// <summary>The nearest rows of a segment.</summary>
    public TopK Results { get; } = new(64);

    /// <summary>The nearest rows of all segments, by the distances that the searches of these saw.</summary>
    public List<Candidate> Seen { get; } = [];

    /// <summary>The rows of a segment that were looked at again.</summary>
    public List<VectorHit> Hits { get; } = [];

    /// <summary>The nearest rows of all segments, by the distances to return.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <summary>Whether a walk kept fewer candidates than it would without a limit.</summary>
    public bool IsShort { get; set; }

    public static SearchScratch Rent()
    {
        SearchScratch scratch = _spare ?? new SearchScratch();
        _spare = null;
        return scratch;
    }

    /// <summary>Room for the elements of a vector.</summary>
    public Span<byte> Elements(int bytes)
    {
        if (_converted.Length < bytes)
            _converted = new byte[bytes];
        return _converted.AsSpan(0, bytes);
    }

    public void Return()
    {
        if (Seen.Capacity > MostCandidates)
            return;
        Seen.Clear();
        Candidates.Clear();
        _spare = this;
    }
}
