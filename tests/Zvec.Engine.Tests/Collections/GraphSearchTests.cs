using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Searches through graphs on real vectors, as a collection does them: over several segments, with updates, deletes and
/// filters.</summary>
public sealed class GraphSearchTests
{
    private const int Rows = 6_000;
    private const int Queries = 60;
    private const int Top = 10;

    private static readonly float[][] Vectors = [.. Enumerable.Range(0, Rows + Queries).Select(GloveVectors.Row)];

    [Theory]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public async Task Recall_holds_through_updates_deletes_merging_and_filters(Metric metric)
    {
        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { BackgroundMaintenance = false, Durability = Durability.Buffered };
        using Collection collection = Collection.Create(folder["c"], Schema(metric), options);
        var live = new Dictionary<int, (int Vector, int Number)>();
        for (int part = 0; part < 3; part++)
        {
            int[] keys = [.. Enumerable.Range(part * 1_800, 2_000)];
            foreach (int key in keys)
                live[key] = ((key * 7 + part) % Rows, key % 100);
            await collection.UpsertAsync(keys.Select(key => ToDocument(key, live[key])));
            int[] deleted = [.. keys.Where(key => key % 9 == part)];
            await collection.DeleteAsync(deleted.Select(key => new DocumentKey(key)));
            foreach (int key in deleted)
                live.Remove(key);
            await collection.FlushAsync();
            CheckRecall(collection, live, metric, $"after part {part}");
        }

        await collection.OptimizeAsync();
        Assert.Equal(1, collection.GetStatistics().IndexCompleteness["embedding"]);
        CheckRecall(collection, live, metric, "optimized");

        int[] updated = [.. live.Keys.Where(key => key % 5 == 0)];
        foreach (int key in updated)
            live[key] = ((live[key].Vector + 1_234) % Rows, live[key].Number);
        await collection.UpdateAsync(updated.Select(key => new Document(key) { ["embedding"] = Vectors[live[key].Vector] }));
        CheckRecall(collection, live, metric, "updated behind the graph");
    }

    private static CollectionSchema Schema(Metric metric) => new("glove")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("number", DataType.Int32) },
        Vectors =
        {
            new VectorSchema("embedding", VectorType.Float32, GloveVectors.Dimensions) { Index = new HnswIndexOptions { Metric = metric } },
        },
    };

    private static Document ToDocument(int key, (int Vector, int Number) value) =>
        new(key) { ["number"] = value.Number, ["embedding"] = Vectors[value.Vector] };

    private static void CheckRecall(Collection collection, Dictionary<int, (int Vector, int Number)> live, Metric metric, string where)
    {
        foreach (int percent in (int[])[100, 90, 50, 10, 1])
        {
            int found = 0;
            int expected = 0;
            for (int i = 0; i < Queries; i++)
            {
                float[] query = Vectors[Rows + i];
                double[] distances = [.. live.Where(one => one.Value.Number < percent)
                    .Select(one => Distance(metric, query, Vectors[one.Value.Vector])).Order().Take(Top)];
                IReadOnlyList<SearchHit> hits = collection.Search(new VectorQuery("embedding", query)
                {
                    Top = Top,
                    Ef = 100,
                    Filter = percent == 100 ? null : $"number < {percent}",
                });
                foreach (SearchHit hit in hits)
                {
                    (int vector, int number) = live[(int)hit.Key.Value];
                    double distance = Distance(metric, query, Vectors[vector]);
                    Assert.True(number < percent, where);
                    Assert.Equal(metric == Metric.InnerProduct ? -distance : distance, hit.Score, 1e-4);
                    if (distance <= distances[^1] + 1e-6)
                        found++;
                }

                expected += distances.Length;
            }

            Assert.True(found >= 0.95 * expected, $"{where}, {percent} %: {found} of {expected} found");
        }
    }

    private static double Distance(Metric metric, float[] a, float[] b)
    {
        double dot = 0, squares = 0, normA = 0, normB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squares += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            normA += (double)a[i] * a[i];
            normB += (double)b[i] * b[i];
        }

        return metric switch
        {
            Metric.L2 => squares,
            Metric.InnerProduct => -dot,
            _ => 1 - (dot / Math.Sqrt(normA * normB)),
        };
    }
}
