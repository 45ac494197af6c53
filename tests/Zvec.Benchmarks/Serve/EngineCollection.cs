using System.Diagnostics;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Serve;

/// <summary>The set's base rows in a collection of this engine: the key is the row's number, <c>v</c> its vector, <c>attr</c> its
/// attribute, indexed, and <c>plain</c> the attribute again, not indexed.</summary>
internal static class EngineCollection
{
    public const string VectorField = "v";
    public const string IndexedField = "attr";
    public const string PlainField = "plain";

    private const int BatchLength = 1000;

    public static LoadFigures Build(BuildRequest request)
    {
        CollectionSchema schema = SchemaFor(request);
        using Collection collection = Collection.Create(request.Path, schema, OptionsFor(request.Threads));
        (double insert, double insertProcessor) = Time(() => Insert(collection, request));
        (double optimize, double optimizeProcessor) = Time(() => collection.OptimizeAsync().GetAwaiter().GetResult());
        return new LoadFigures(insert, insertProcessor, optimize, optimizeProcessor);
    }

    /// <summary>Without maintenance in the background, so that inserting and building are timed apart.</summary>
    private static CollectionOptions OptionsFor(int threads) => new() { MaintenanceThreads = threads, BackgroundMaintenance = false };

    private static CollectionSchema SchemaFor(BuildRequest request)
    {
        using VectorFile<float> vectors = VectorFile<float>.Open(request.Base);
        Metric metric = request.Metric switch { "l2" => Metric.L2, "ip" => Metric.InnerProduct, _ => Metric.Cosine };
        Quantization? quantization = request.Quantization is { } name ? Enum.Parse<Quantization>(name, ignoreCase: true) : null;
        VectorIndexOptions index = request.Index switch
        {
            "exact" => new FlatIndexOptions { Metric = metric },
            "flat" => new QuantizedFlatIndexOptions { Metric = metric, Quantization = quantization },
            "ivf" => new IvfFlatIndexOptions { Metric = metric, NList = request.NList, Quantization = quantization },
            "dynamic" => new DynamicIndexOptions
            {
                Metric = metric,
                M = request.M,
                EfConstruction = request.EfConstruction,
                Quantization = quantization,
            },
            _ => new HnswIndexOptions
            {
                Metric = metric,
                M = request.M,
                EfConstruction = request.EfConstruction,
                Quantization = quantization,
            },
        };
        return new CollectionSchema("measured")
        {
            Key = KeyType.Int32,
            Fields = request.Attributes is null
                ? []
                : [
                    new FieldSchema(IndexedField, DataType.Int32) { Index = new InvertedIndexOptions() },
                    new FieldSchema(PlainField, DataType.Int32)
                ],
            Vectors = [new VectorSchema(VectorField, VectorType.Float32, vectors.Dimensions) { Index = index }],
        };
    }

    private static void Insert(Collection collection, BuildRequest request)
    {
        using VectorFile<float> vectors = VectorFile<float>.Open(request.Base);
        using VectorFile<int>? attributes = request.Attributes is { } path ? VectorFile<int>.Open(path) : null;
        var batch = new List<Document>(BatchLength);
        int rows = Math.Min(request.Rows ?? vectors.Count, vectors.Count);
        for (int row = 0; row < rows; row++)
        {
            var document = new Document(row) { [VectorField] = vectors.ReadRow() };
            if (attributes is not null)
                document[IndexedField] = document[PlainField] = attributes.ReadRow()[0];
            batch.Add(document);
            if (batch.Count < BatchLength && row < rows - 1)
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
