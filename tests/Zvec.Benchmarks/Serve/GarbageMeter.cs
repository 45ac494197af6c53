using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Serve;

/// <summary>Counts what a search allocates beyond what it returns.</summary>
/// <remarks>The queries are made before the count. What the hits themselves take is counted by making the same objects once more
/// (documents, their keys and values, hits, and the list that holds them) and looking how far the counter moves.</remarks>
internal static class GarbageMeter
{
    public static GarbageFigures Measure(Collection collection, EngineSearcher searcher, PassRequest request)
    {
        VectorQuery[] queries = [.. Enumerable.Range(0, request.Queries).Select(number => searcher.QueryFor(number, request))];
        var answers = new IReadOnlyList<SearchHit>[queries.Length];
        SearchAll(collection, queries, answers); // so that what is pooled is there
        long before = GC.GetAllocatedBytesForCurrentThread();
        SearchAll(collection, queries, answers);
        double all = GC.GetAllocatedBytesForCurrentThread() - before;

        var copies = new IReadOnlyList<SearchHit>[queries.Length];
        Copy(answers, copies);
        before = GC.GetAllocatedBytesForCurrentThread();
        Copy(answers, copies);
        double hits = GC.GetAllocatedBytesForCurrentThread() - before;
        return new GarbageFigures(all / queries.Length, hits / queries.Length);
    }

    private static void SearchAll(Collection collection, VectorQuery[] queries, IReadOnlyList<SearchHit>[] answers)
    {
        for (int i = 0; i < queries.Length; i++)
            answers[i] = collection.Search(queries[i]);
    }

    private static void Copy(IReadOnlyList<SearchHit>[] answers, IReadOnlyList<SearchHit>[] copies)
    {
        for (int i = 0; i < answers.Length; i++)
        {
            var hits = new SearchHit[answers[i].Count];
            for (int place = 0; place < hits.Length; place++)
                hits[place] = new SearchHit(new Document(answers[i][place].Key, 0), answers[i][place].Score);
            copies[i] = hits;
        }
    }
}
