using System.Linq.Expressions;
using System.Security.Cryptography;
using Microsoft.Extensions.VectorData;
using Zvec.Samples.Shared;
using Zvec.VectorData;

namespace Zvec.Samples.AgentMemory;

/// <summary>What an agent knows beyond a conversation. It may be used by any number of threads at once.</summary>
internal sealed class Memory : IDisposable
{
    private const int Candidates = 200;
    private const int SimilarFacts = 3;

    // With less in common, the vectors of the sample's own generator say little.
    private const double LeastSimilarity = 0.7;
    private const double LeastScore = 0.02;

    private readonly ZvecCollection<string, Fact> _facts;
    private readonly TimeProvider _time;
    private readonly RecallReranker _reranker;

    // Looking for a known fact and storing the new one is one step.
    private readonly SemaphoreSlim _remembering = new(1, 1);

    private Memory(ZvecCollection<string, Fact> facts, TimeProvider time, RecallWeights weights)
    {
        _facts = facts;
        _time = time;
        _reranker = new RecallReranker(time, weights);
    }

    /// <summary>Opens the memory in a store, or makes it.</summary>
    /// <param name="store">The store, with the generator of <paramref name="model"/>.</param>
    /// <param name="model">What makes the vectors.</param>
    /// <param name="time">The clock.</param>
    /// <param name="weights">What counts how much in a recall; null for the defaults.</param>
    public static async Task<Memory> OpenAsync(
        ZvecVectorStore store, EmbeddingModel model, TimeProvider time, RecallWeights? weights = null)
    {
        var facts = (ZvecCollection<string, Fact>)store.GetCollection<string, Fact>(
            $"memory-{model.Name}", Fact.Definition(model.Dimensions));
        await facts.EnsureCollectionExistsAsync();
        return new Memory(facts, time, weights ?? new RecallWeights());
    }

    public void Dispose()
    {
        _facts.Dispose();
        _remembering.Dispose();
    }

    /// <summary>Stores something, or renews the fact that says it already.</summary>
    /// <param name="text">What to remember.</param>
    /// <param name="source">The conversation it is from.</param>
    /// <param name="importance">From 0 to 1.</param>
    /// <param name="lifetime">How long it holds; null for ever.</param>
    /// <param name="replaces">The fact that the text corrects; null for none.</param>
    /// <exception cref="ArgumentException">The text is empty, a number is out of range, or there is no fact to replace.</exception>
    public async Task<Remembered> RememberAsync(
        string text, string source, float importance = 0.5f, TimeSpan? lifetime = null, string? replaces = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (importance is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(importance), importance, "The importance is from 0 to 1.");
        if (lifetime <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, "What is to be remembered has to hold for some time.");

        text = text.Trim();
        DateTimeOffset now = _time.GetUtcNow();
        await _remembering.WaitAsync();
        try
        {
            List<Fact> similar = await SimilarAsync(text, now);
            Fact? known = replaces is null
                ? similar.Find(fact => Wording.IsSame(fact.Text, text))
                : await FindAsync(replaces) ?? throw new ArgumentException($"There is no fact {replaces} to replace.", nameof(replaces));
            string? before = known?.Text;
            Fact fact = known ?? new Fact { Id = await NewIdAsync(), FirstToldAt = now };
            fact.Importance = known is null || replaces is not null ? importance : Math.Max(fact.Importance, importance);
            fact.Text = text;
            fact.Source = source;
            fact.ToldAt = now;
            fact.TimesTold++;
            fact.ExpiresAt = lifetime is { } holds ? now + holds : null;
            await _facts.UpsertAsync(fact);
            return new Remembered(fact, before, [.. similar.Where(other => other.Id != fact.Id).Take(SimilarFacts)]);
        }
        finally
        {
            _remembering.Release();
        }
    }

    /// <summary>Finds what fits a question, in its words or its meaning, and holds now; best first.</summary>
    public async Task<IReadOnlyList<Recalled>> RecallAsync(
        string question, int top = 5, CancellationToken cancellationToken = default)
    {
        var options = new ZvecHybridSearchOptions<Fact>
        {
            Filter = Holding(_time.GetUtcNow()),
            Fusion = RecallReranker.Fusion,
            Reranker = _reranker,
            Candidates = Math.Max(top, Candidates),
            RerankCandidates = Math.Max(top, Candidates),
            ScoreThreshold = LeastScore,
        };
        return await _facts.HybridSearchAsync(question, [question], top, options, cancellationToken)
            .Select(result => new Recalled(result.Record, result.Score ?? 0))
            .ToListAsync(cancellationToken);
    }

    /// <summary>What holds now, told last first.</summary>
    public IAsyncEnumerable<Fact> ListAsync(int top = int.MaxValue) =>
        _facts.GetAsync(Holding(_time.GetUtcNow()), top, new() { OrderBy = order => order.Descending(fact => fact.ToldAt) });

    /// <summary>Removes a fact.</summary>
    /// <returns>The fact; null when there was none.</returns>
    public async Task<Fact?> ForgetAsync(string id)
    {
        Fact? fact = await FindAsync(id);
        if (fact is not null)
            await _facts.DeleteAsync(fact.Id);
        return fact;
    }

    /// <summary>Removes all that was told last in a conversation.</summary>
    /// <returns>How many facts that were.</returns>
    public Task<long> ForgetConversationAsync(string source) => _facts.DeleteAsync(fact => fact.Source == source);

    /// <summary>Removes what no longer holds. It is not recalled in any case; this frees its place.</summary>
    /// <returns>How many facts that were.</returns>
    public Task<long> SweepAsync()
    {
        DateTimeOffset now = _time.GetUtcNow();
        return _facts.DeleteAsync(fact => fact.ExpiresAt != null && fact.ExpiresAt <= now);
    }

    private static Expression<Func<Fact, bool>> Holding(DateTimeOffset now) => fact => fact.ExpiresAt == null || fact.ExpiresAt > now;

    private async Task<List<Fact>> SimilarAsync(string text, DateTimeOffset now) =>
        await _facts.SearchAsync(text, Candidates, new() { Filter = Holding(now), ScoreThreshold = LeastSimilarity })
            .Select(result => result.Record)
            .ToListAsync();

    private async Task<Fact?> FindAsync(string id) => id.Length == 0 ? null : await _facts.GetAsync(id.ToLowerInvariant());

    private async Task<string> NewIdAsync()
    {
        string id;
        do
        {
            id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        }
        while (await FindAsync(id) is not null);
        return id;
    }
}
