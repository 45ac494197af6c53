using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.VectorData;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.VectorData;

namespace Zvec.Benchmarks.Serve;

/// <summary>What the connector's <c>SearchAsync</c> takes beyond the engine's <c>Search</c> for the same query, both returning ten records
/// of three small fields: the same folder opened by both, in turns query by query.</summary>
internal static class ConnectorMeter
{
    private const string CollectionName = "records";
    private const int Rows = 10_000;
    private const int WarmUpRounds = 5;
    private const int Rounds = 7;

    /// <param name="path">A folder that is made, and deleted again.</param>
    /// <param name="baseFile">The file of vectors.</param>
    /// <param name="queries">The vectors to search for.</param>
    public static async Task<ConnectorFigures> MeasureAsync(string path, string baseFile, float[][] queries)
    {
        try
        {
            using var store = new ZvecVectorStore(path);
            ZvecCollection<int, SmallRecord> records =
                await LoadAsync(store, VectorFile<float>.ReadAll(baseFile, Rows)).ConfigureAwait(false);
            using Collection engine = Collection.Open(Path.Combine(path, CollectionName), new CollectionOptions { ReadOnly = true });
            return await CompareAsync(records, engine, queries).ConfigureAwait(false);
        }
        finally
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }

    private static async Task<ZvecCollection<int, SmallRecord>> LoadAsync(ZvecVectorStore store, float[][] vectors)
    {
        var definition = new VectorStoreCollectionDefinition
        {
            Properties =
            [
                new VectorStoreKeyProperty(nameof(SmallRecord.Key), typeof(int)),
                new VectorStoreDataProperty(nameof(SmallRecord.Name), typeof(string)),
                new VectorStoreDataProperty(nameof(SmallRecord.Number), typeof(int)),
                new VectorStoreDataProperty(nameof(SmallRecord.Flag), typeof(bool)),
                new VectorStoreVectorProperty(nameof(SmallRecord.Vector), typeof(ReadOnlyMemory<float>), vectors[0].Length),
            ],
        };
        var records = (ZvecCollection<int, SmallRecord>)store.GetCollection<int, SmallRecord>(CollectionName, definition);
        await records.EnsureCollectionExistsAsync().ConfigureAwait(false);
        await records.UpsertAsync(vectors.Select((vector, i) => new SmallRecord
        {
            Key = i,
            Name = "record " + i.ToString(CultureInfo.InvariantCulture),
            Number = i,
            Flag = i % 2 == 0,
            Vector = vector,
        })).ConfigureAwait(false);
        await records.OptimizeAsync().ConfigureAwait(false);
        return records;
    }

    private static async Task<ConnectorFigures> CompareAsync(ZvecCollection<int, SmallRecord> records, Collection engine, float[][] queries)
    {
        var engineTimes = new List<double>();
        var connectorTimes = new List<double>();
        for (int round = 0; round < WarmUpRounds + Rounds; round++)
        {
            for (int i = 0; i < queries.Length; i++)
            {
                // whoever comes second finds the rows in the caches
                bool isEngineFirst = (i + round) % 2 == 0;
                double before = isEngineFirst ? Time(engine, queries[i]) : 0;
                double connectorTime = await TimeAsync(records, queries[i]).ConfigureAwait(false);
                double engineTime = isEngineFirst ? before : Time(engine, queries[i]);
                if (round < WarmUpRounds)
                    continue;
                engineTimes.Add(engineTime);
                connectorTimes.Add(connectorTime);
            }
        }

        return new ConnectorFigures(Median.Of(engineTimes), Median.Of(connectorTimes));
    }

    private static double Time(Collection engine, float[] query)
    {
        long start = Stopwatch.GetTimestamp();
        int found = engine.Search(new VectorQuery(nameof(SmallRecord.Vector), query) { Top = Recall.Top }).Count;
        return Checked(Stopwatch.GetElapsedTime(start), found);
    }

    private static async Task<double> TimeAsync(ZvecCollection<int, SmallRecord> records, float[] query)
    {
        long start = Stopwatch.GetTimestamp();
        int found = 0;
        await foreach (VectorSearchResult<SmallRecord> _ in
            records.SearchAsync(new ReadOnlyMemory<float>(query), Recall.Top).ConfigureAwait(false))
            found++;
        return Checked(Stopwatch.GetElapsedTime(start), found);
    }

    private static double Checked(TimeSpan time, int found) =>
        found == Recall.Top
            ? time.TotalMicroseconds
            : throw new InvalidOperationException($"{found} records were found instead of {Recall.Top}.");
}
