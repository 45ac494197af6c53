using System.Diagnostics;
using System.Text.Json;

namespace Zvec.Benchmarks.Server;

/// <summary>Many clients at once, each on a connection of its own and with one search after the other, for a bounded time.</summary>
internal static class LoadRun
{
    public static async Task<LoadAnswer> MeasureAsync(Uri address, ServedCollection served, int clients, TimeSpan time)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = clients };
        using var client = new HttpClient(handler) { BaseAddress = address };
        long begin = Stopwatch.GetTimestamp();
        List<double>[] times = new List<double>[clients];
        long errors = 0;
        string? firstError = null;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(async () =>
        {
            List<double> own = times[number] = [];
            for (int turn = number; Stopwatch.GetElapsedTime(begin) < time; turn++)
            {
                long start = Stopwatch.GetTimestamp();
                if (await ErrorOfAsync(client, served.Bodies[turn % served.Bodies.Length]).ConfigureAwait(false) is { } error)
                {
                    Interlocked.Increment(ref errors);
                    Interlocked.CompareExchange(ref firstError, error, null);
                }
                else
                {
                    own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }))).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double[] all = [.. times.SelectMany(own => own)];
        return new LoadAnswer(
            all.Length, errors, all.Length / seconds,
            LatencyFigures.Percentile(all, 0.5), LatencyFigures.Percentile(all, 0.99), firstError);
    }

    /// <summary>Asks, and says what is wrong with the answer; null when nothing is.</summary>
    private static async Task<string?> ErrorOfAsync(HttpClient client, byte[] body)
    {
        try
        {
            using HttpRequestMessage request = LatencyRun.RequestFor(body);
            using HttpResponseMessage response = await client.SendAsync(request).ConfigureAwait(false);
            byte[] answer = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return response.StatusCode.ToString();
            using JsonDocument parsed = JsonDocument.Parse(answer);
            int found = parsed.RootElement.GetProperty("hits").GetArrayLength();
            return found == ServedCollection.Top ? null : $"{found} documents were found.";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            return exception.Message;
        }
    }
}
