using System.Diagnostics;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Writes;

/// <summary>Inserts into a fresh collection for some time and counts what was acknowledged.</summary>
internal static class WriteRun
{
    public static WriteFigures Measure(string work, float[][] vectors, Durability durability, int batch, int writers, TimeSpan time)
    {
        string path = Path.Combine(work, Guid.NewGuid().ToString("N"));
        var schema = new CollectionSchema("writes")
        {
            Key = KeyType.Int32,
            Vectors = [new VectorSchema(EngineCollection.VectorField, VectorType.Float32, vectors[0].Length)],
        };
        double[][] microseconds;
        double seconds;
        using (Collection collection = Collection.Create(path, schema, new CollectionOptions { Durability = durability }))
        {
            int nextKey = 0;
            long start = Stopwatch.GetTimestamp();
            Task<double[]>[] tasks = [.. Enumerable.Range(0, writers).Select(_ => Task.Run(() => WriteAsync()))];
            microseconds = Task.WhenAll(tasks).GetAwaiter().GetResult();
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            async Task<double[]> WriteAsync()
            {
                var times = new List<double>();
                var documents = new Document[batch];
                while (Stopwatch.GetElapsedTime(start) < time)
                {
                    int key = Interlocked.Add(ref nextKey, batch) - batch;
                    for (int i = 0; i < batch; i++, key++)
                        documents[i] = new Document(key) { [EngineCollection.VectorField] = vectors[key % vectors.Length] };
                    long before = Stopwatch.GetTimestamp();
                    IReadOnlyList<WriteResult> results = await collection.InsertAsync(documents).ConfigureAwait(false);
                    times.Add(Stopwatch.GetElapsedTime(before).TotalMicroseconds);
                    if (!results.All(result => result.Succeeded))
                        throw new InvalidOperationException("A new key was refused.");
                }

                return [.. times];
            }
        }

        Directory.Delete(path, recursive: true);
        double[] all = [.. microseconds.SelectMany(times => times).Order()];
        long written = all.Length * (long)batch;
        return new WriteFigures(durability, writers, batch, written, written / seconds, all[all.Length / 2], all[(int)(0.99 * all.Length)]);
    }
}
