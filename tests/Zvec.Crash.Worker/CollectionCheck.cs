using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>Compares the answers of a collection with those of the writers' models, which hold the same documents.</summary>
internal sealed class CollectionCheck(Collection collection, IReadOnlyList<WriterModel> models, Random random)
{
    private const int Top = 10;
    private const int MostCandidates = 2_000;

    private readonly Dictionary<long, ScriptDocument> _documents = models.SelectMany(model => model.Documents).ToDictionary();

    /// <summary>Everything: fetches, filters, orders, vector searches and statistics.</summary>
    /// <exception cref="CheckFailedException">An answer is wrong.</exception>
    public void CheckAll()
    {
        CheckFetch(_documents.Keys);
        CheckAbsent();
        CheckSearch();
        CheckQuery();
        CheckStatistics();
        if (models.Any(model => model.HasIndex) && collection.Schema.Fields.Single(field => field.Name == "weight").Index is null)
            throw new CheckFailedException("the index of 'weight' is gone");
    }

    /// <summary>A few fetches and searches.</summary>
    /// <exception cref="CheckFailedException">An answer is wrong.</exception>
    public void CheckSome()
    {
        CheckFetch(_documents.Keys.Take(20));
        CheckSearch();
    }

    private void CheckFetch(IEnumerable<long> wanted)
    {
        long[] keys = [.. wanted];
        IReadOnlyList<Document?> found = collection.Fetch(keys.Select(key => new DocumentKey(key)));
        for (int i = 0; i < keys.Length; i++)
        {
            if (found[i] is not { } document || !ScriptDocument.From(document).IsSameAs(_documents[keys[i]]))
                throw new CheckFailedException(
                    $"document {keys[i]} was fetched as {found[i]?["call"] ?? "nothing"}, not as it was scanned");
        }
    }

    private void CheckAbsent()
    {
        foreach (WriterModel model in models)
        {
            long first = WriterScript.FirstKeyOf(model.Writer);
            for (long key = first; key < first + 60; key++)
            {
                if (!_documents.ContainsKey(key) && collection.Fetch(key) is not null)
                    throw new CheckFailedException($"document {key} was fetched, and should be gone");
            }
        }
    }

    private void CheckSearch()
    {
        float[] vector = ScriptDocument.RandomVector(random, ScriptDocument.Dimensions);
        int year = random.Next(1990, 2010);
        int writer = random.Next(models.Count);
        (Filter? Filter, Func<ScriptDocument, bool> Matches)[] filters =
        [
            (null, _ => true),
            ($"year >= {year}", document => document.Year >= year),
            ($"writer = {writer} and weight < 0.5", document => document.Writer == writer && document.Weight < 0.5),
            ("word in ('cat', 'dog') or tags contain_any ('bee')",
                document => document.Word is "cat" or "dog" || (document.Tags?.Contains("bee") ?? false)),
        ];
        foreach ((Filter? filter, Func<ScriptDocument, bool> matches) in filters)
        {
            (long Key, double Distance)[] nearest = Nearest(vector, matches, document => document.Embedding);
            CheckHits(
                "embedding", nearest, new VectorQuery("embedding", vector) { Top = Top, Filter = filter, Exact = true }, isExact: true);
            int ef = Math.Clamp(_documents.Count, Top, MostCandidates);
            CheckHits("embedding", nearest, new VectorQuery("embedding", vector) { Top = Top, Filter = filter, Ef = ef }, isExact: false);
        }

        float[] second = ScriptDocument.RandomVector(random, 3);
        CheckHits(
            "second",
            Nearest(second, document => document.Second is not null, document => document.Second!),
            new VectorQuery("second", second) { Top = Top },
            isExact: true);
    }

    private (long Key, double Distance)[] Nearest(
        float[] vector, Func<ScriptDocument, bool> matches, Func<ScriptDocument, float[]> vectorOf) =>
        [
            .. _documents.Where(entry => matches(entry.Value))
                .Select(entry => (entry.Key, Distance: SquaredDistance(vectorOf(entry.Value), vector)))
                .OrderBy(hit => hit.Distance),
        ];

    /// <param name="field">The field searched.</param>
    /// <param name="nearest">All documents that match, nearest first.</param>
    /// <param name="query">What to ask the collection.</param>
    /// <param name="isExact">Whether every hit must be the right one; a walk of a graph may miss one, and may not find a wrong one.</param>
    private void CheckHits(string field, (long Key, double Distance)[] nearest, VectorQuery query, bool isExact)
    {
        long[] hits = [.. collection.Search(query).Select(hit => (long)hit.Key.Value)];
        long[] expected = [.. nearest.Take(Top).Select(hit => hit.Key)];
        if (hits.SequenceEqual(expected))
            return;
        string what = $"a search of '{field}' found {string.Join(", ", hits)} where {string.Join(", ", expected)} are nearest";
        Dictionary<long, double> distances = nearest.ToDictionary(hit => hit.Key, hit => hit.Distance);
        bool isOrdered = hits.All(distances.ContainsKey)
            && hits.Zip(hits.Skip(1)).All(pair => distances[pair.First] <= distances[pair.Second]);
        if (isExact || !isOrdered || hits.Length != expected.Length || hits.Intersect(expected).Count() < expected.Length - 1)
            throw new CheckFailedException(what);
    }

    private void CheckQuery()
    {
        int skip = random.Next(20);
        IReadOnlyList<Document> found = collection.Query(new FilterQuery
        {
            Filter = "weight < 0.5 and word is not null",
            OrderBy = [new SortField("word", Descending: true), new SortField("year"), new SortField("weight")],
            Skip = skip,
            Top = 15,
        });
        long[] expected =
        [
            .. _documents.Where(entry => entry.Value.Weight < 0.5 && entry.Value.Word is not null)
                .OrderByDescending(entry => entry.Value.Word, StringComparer.Ordinal)
                .ThenBy(entry => entry.Value.Year)
                .ThenBy(entry => entry.Value.Weight)
                .Skip(skip)
                .Take(15)
                .Select(entry => entry.Key),
        ];
        long[] keys = [.. found.Select(document => (long)document.Key.Value)];
        if (!keys.SequenceEqual(expected))
            throw new CheckFailedException($"a query found {string.Join(", ", keys)} where {string.Join(", ", expected)} match");
    }

    private void CheckStatistics()
    {
        CollectionStatistics statistics = collection.GetStatistics();
        if (statistics.Documents != _documents.Count)
            throw new CheckFailedException($"the statistics count {statistics.Documents} documents of {_documents.Count}");
        if (statistics.MutableDocuments < 0 || statistics.MutableDocuments > statistics.Documents || statistics.DeletedDocuments < 0)
            throw new CheckFailedException($"the statistics count {statistics.MutableDocuments} documents in memory");
        if (statistics.IndexCompleteness["second"] != 1 || statistics.IndexCompleteness["embedding"] is < 0 or > 1)
            throw new CheckFailedException("the statistics give a wrong completeness of the indexes");
    }

    private static double SquaredDistance(float[] one, float[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
            sum += ((double)one[i] - other[i]) * ((double)one[i] - other[i]);
        return sum;
    }
}
