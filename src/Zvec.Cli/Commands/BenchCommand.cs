using System.CommandLine;
using System.Diagnostics;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec bench</c>: how fast, and how exactly, a collection answers.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var vectorField = new Option<string>("--vector-field") { Description = "The vector to search; needed where there are several." };
        var queries = new Option<int>("--queries")
        {
            Description = "How many documents' vectors to search with.",
            DefaultValueFactory = _ => 1000,
        };
        var top = new Option<int>("--top", "-n") { Description = "Hits of each.", DefaultValueFactory = _ => 10 };
        var ef = new Option<int?>("--ef") { Description = "Candidates that a graph search keeps." };
        var threads = new Option<int>("--threads") { Description = "How many search at once.", DefaultValueFactory = _ => 1 };
        Option<string> filter = SharedOptions.Filter("Only documents that match.");
        var recall = new Option<int>("--recall-queries")
        {
            Description = "How many answers to compare with exact ones.",
            DefaultValueFactory = _ => 100,
        };
        var command = new Command("bench", """
            Search a collection with the vectors of its own documents, once to warm up and once for the clock, and compare some answers
            with exact ones.

            Example:
              zvec bench books --queries 2000 --ef 100 --threads 2
            """)
        {
            path, vectorField, queries, top, ef, threads, filter, recall,
        };
        Invocation.Handle(command, async invocation =>
        {
            int wanted = invocation.Get(queries);
            int atOnce = invocation.Get(threads);
            if (wanted < 1 || atOnce < 1)
                throw new BadInputException("--queries and --threads must be 1 or more.");
            using Collection collection = invocation.OpenSingle(path, readOnly: true);
            VectorSchema field = SearchInput.VectorOf(collection.Schema, invocation.Get(vectorField));
            var settings = new PartSettings
            {
                Filter = invocation.Get(filter),
                Top = invocation.Get(top),
                OutputFields = [],
                Ef = invocation.Get(ef),
            };
            object[] vectors = [.. Sample(collection, field.Name, wanted)];
            if (vectors.Length == 0)
                throw new ZvecException(ZvecErrorCode.NotFound, $"No document has a vector '{field.Name}' to search with.");

            return await invocation.WithProgressAsync("Searching", async progress =>
            {
                VectorQuery[] asked = [.. vectors.Select(vector => settings.Query(field.Name, vector))];
                await RunAsync(collection, asked, atOnce, static (_, _) => { }, invocation.Token);
                var clock = Stopwatch.StartNew();
                double[] microseconds = await RunAsync(collection, asked, atOnce, progress, invocation.Token);
                double seconds = clock.Elapsed.TotalSeconds;
                Array.Sort(microseconds);
                invocation.WriteValues(
                    ("queries", asked.Length),
                    ("threads", atOnce),
                    ("queriesPerSecond", asked.Length / seconds),
                    ("medianMicroseconds", At(microseconds, 0.5)),
                    ("p95Microseconds", At(microseconds, 0.95)),
                    ("p99Microseconds", At(microseconds, 0.99)),
                    ("recall", Recall(collection, settings, field.Name, vectors, asked, invocation.Get(recall), invocation.Token)));
                return ExitCode.Success;
            });
        });
        return command;
    }

    /// <summary>Vectors of documents, evenly from all that there are.</summary>
    private static IEnumerable<object> Sample(Collection collection, string field, int count)
    {
        long step = Math.Max(1, collection.GetStatistics().Documents / count);
        long seen = 0;
        int taken = 0;
        foreach (Document document in collection.Scan())
        {
            if (seen++ % step == 0 && document[field] is { } vector)
            {
                yield return vector;
                if (++taken == count)
                    yield break;
            }
        }
    }

    private static async Task<double[]> RunAsync(
        Collection collection, VectorQuery[] queries, int threads, ProgressReport progress, CancellationToken cancellationToken)
    {
        double[] microseconds = new double[queries.Length];
        int next = -1;
        async Task WorkAsync()
        {
            await Task.Yield();
            for (int i = Interlocked.Increment(ref next); i < queries.Length; i = Interlocked.Increment(ref next))
            {
                cancellationToken.ThrowIfCancellationRequested();
                long started = Stopwatch.GetTimestamp();
                collection.Search(queries[i], cancellationToken);
                microseconds[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
                if (i % 64 == 0)
                    progress(i, queries.Length);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => WorkAsync()));
        return microseconds;
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    /// <summary>The share of the exact hits that the search found too.</summary>
    private static double Recall(
        Collection collection,
        PartSettings settings,
        string field,
        object[] vectors,
        VectorQuery[] queries,
        int count,
        CancellationToken cancellationToken)
    {
        PartSettings exactly = settings with { Exact = true, Ef = null };
        long found = 0;
        long all = 0;
        for (int i = 0; i < Math.Min(count, queries.Length); i++)
        {
            IReadOnlyList<SearchHit> exact = collection.Search(exactly.Query(field, vectors[i]), cancellationToken);
            HashSet<DocumentKey> keys = [.. collection.Search(queries[i], cancellationToken).Select(hit => hit.Key)];
            all += exact.Count;
            found += exact.Count(hit => keys.Contains(hit.Key));
        }

        return all == 0 ? 1 : (double)found / all;
    }
}
