using System.Diagnostics;

namespace Zvec.Benchmarks.Writes;

/// <summary>Writers that each make one call after another, with keys that nobody else has.</summary>
internal static class WriteLoop
{
    /// <summary>Runs the writers for some time.</summary>
    /// <param name="writers">How many; each has a thread of its own to begin with.</param>
    /// <param name="batch">Keys that a call gets.</param>
    /// <param name="time">How long new calls are begun.</param>
    /// <param name="write">Makes a call, for the writer of that number and the keys from that one on.</param>
    public static WriteTimes Run(int writers, int batch, TimeSpan time, Func<int, int, ValueTask> write)
    {
        int nextKey = 0;
        long start = Stopwatch.GetTimestamp();
        Task<double[]>[] tasks =
        [
            .. Enumerable.Range(0, writers).Select(writer =>
                Task.Factory.StartNew(() => WriteAsync(writer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()),
        ];
        double[][] microseconds = Task.WhenAll(tasks).GetAwaiter().GetResult();
        return new WriteTimes(Stopwatch.GetElapsedTime(start).TotalSeconds, [.. microseconds.SelectMany(times => times)]);

        async Task<double[]> WriteAsync(int writer)
        {
            var times = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                int key = Interlocked.Add(ref nextKey, batch) - batch;
                long before = Stopwatch.GetTimestamp();
                await write(writer, key).ConfigureAwait(false);
                times.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
            }

            return [.. times];
        }
    }
}
