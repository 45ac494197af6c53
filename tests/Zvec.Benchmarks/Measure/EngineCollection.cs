using System.Diagnostics;
using Zvec.Benchmarks.Data;

namespace Zvec.Benchmarks.Measure;

/// <summary>The set's base rows in a collection of this engine: the key is the row's number, <c>v</c> its vector, and <c>attr</c> its attribute, indexed.</summary>
internal static class EngineCollection
{
    public const string VectorField = "v";
    public const string AttributeField = "attr";

    private const int BatchLength = 1000;

    public static LoadFigures Load(string path, DataSet data, MeasureSettings settings)
    {
        var schema = new CollectionSchema(data.Name)
        {
            Key = KeyType.Int32,
            Fields = data.AttributePath is null ? [] : [new FieldSchema(AttributeField, DataType.Int32) { Index = new InvertedIndexOptions() }],
            Vectors = [new VectorSchema(VectorField, VectorType.Float32, data.Dimensions)
            {
                Index = new HnswIndexOptions { Metric = settings.Metric, M = settings.M, EfConstruction = settings.EfConstruction },
            }],
        };
        using Collection collection = Collection.Create(path, schema, OptionsFor(settings));
        (double insert, double insertProcessor) = Time(() => Insert(collection, data));
        (double optimize, double optimizeProcessor) = Time(() => collection.OptimizeAsync().GetAwaiter().GetResult());
        return new LoadFigures(insert, insertProcessor, optimize, optimizeProcessor);
    }

    public static CollectionOptions OptionsFor(MeasureSettings settings) => new()
    {
        MaintenanceThreads = settings.Threads,
        BackgroundMaintenance = settings.Background,
        Durability = settings.Durability,
    };

    private static void Insert(Collection collection, DataSet data)
    {
        using VectorFile<float> vectors = VectorFile<float>.Open(data.BasePath);
        using VectorFile<int>? attributes = data.AttributePath is { } path ? VectorFile<int>.Open(path) : null;
        var batch = new List<Document>(BatchLength);
        for (int row = 0; row < vectors.Count; row++)
        {
            var document = new Document(row) { [VectorField] = vectors.ReadRow() };
            if (attributes is not null)
                document[AttributeField] = attributes.ReadRow()[0];
            batch.Add(document);
            if (batch.Count < BatchLength && row < vectors.Count - 1)
                continue;
            foreach (WriteResult result in collection.InsertAsync(batch).GetAwaiter().GetResult())
            {
                if (!result.Succeeded)
                    throw new InvalidOperationException($"Row {result.Key} was not inserted: {result.Error}.");
            }

            batch.Clear();
        }
    }

    private static (double Seconds, double ProcessorSeconds) Time(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (seconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }
}
