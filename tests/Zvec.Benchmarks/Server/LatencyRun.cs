using System.Diagnostics;
using System.Net.Http.Headers;

namespace Zvec.Benchmarks.Server;

/// <summary>One search after the other, in this process and over HTTP in turns, both returning ten documents of two small fields; and an
/// address of the same server that does nothing, for what HTTP takes by itself.</summary>
internal static class LatencyRun
{
    private const string SearchPath = $"/v1/collections/{ServedCollection.Name}/search";

    public static async Task<IReadOnlyList<LatencyFigures>> MeasureAsync(Uri address, string folder, ServedCollection served, int searches)
    {
        using Collection engine = Collection.Open(Path.Combine(folder, ServedCollection.Name), new CollectionOptions { ReadOnly = true });
        using var client = new HttpClient { BaseAddress = address };
        var engineTimes = new List<double>();
        var serverTimes = new List<double>();
        var nothingTimes = new List<double>();
        int warm = Math.Max(5_000, searches / 4); // the server too is compiled anew while it runs
        for (int turn = -warm; turn < searches; turn++)
        {
            int number = (turn + warm) % served.Vectors.Length;

            // whoever comes second finds the rows in the caches, which both processes share
            bool isEngineFirst = (turn & 1) == 0;
            double before = isEngineFirst ? Search(engine, served.Vectors[number]) : 0;
            double serverTime = await AskAsync(client, served.Bodies[number]).ConfigureAwait(false);
            double engineTime = isEngineFirst ? before : Search(engine, served.Vectors[number]);
            double nothingTime = await AskNothingAsync(client).ConfigureAwait(false);
            if (turn < 0)
                continue;
            engineTimes.Add(engineTime);
            serverTimes.Add(serverTime);
            nothingTimes.Add(nothingTime);
        }

        return
        [
            LatencyFigures.From("engine, in the process", engineTimes),
            LatencyFigures.From("server, over loopback", serverTimes),
            LatencyFigures.From("the server's /health/live", nothingTimes),
        ];
    }

    public static HttpRequestMessage RequestFor(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, SearchPath) { Content = content };
    }

    private static double Search(Collection engine, float[] vector)
    {
        long start = Stopwatch.GetTimestamp();
        int found = engine.Search(new VectorQuery(ServedCollection.Field, vector) { Top = ServedCollection.Top }).Count;
        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return found == ServedCollection.Top ? time : throw new InvalidOperationException($"{found} documents were found.");
    }

    private static async Task<double> AskAsync(HttpClient client, byte[] body)
    {
        using HttpRequestMessage request = RequestFor(body);
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await client.SendAsync(request).ConfigureAwait(false);
        byte[] answer = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return response.IsSuccessStatusCode && answer.Length > 0
            ? time
            : throw new InvalidOperationException($"The server answered with {response.StatusCode}.");
    }

    private static async Task<double> AskNothingAsync(HttpClient client)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await client.GetAsync("/health/live").ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
