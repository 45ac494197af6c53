using System.Collections;
using System.Collections.Concurrent;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Indexes.Vectors;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Every kind of index with every type of vector, metric, codes and rotation: either it works, or its schema is refused.</summary>
public sealed class IndexKindTests
{
    private const int Rows = 1_100;
    private const int Queries = 10;
    private const int Top = 10;
    private const int Dimensions = 36;

    /// <summary>The smallest distances to a query, nearest first.</summary>
    private static readonly ConcurrentDictionary<(int Numbers, Metric, int Percent, int Query), double[]> Exact = [];

    private static readonly Dictionary<(int, int), float[]> Vectors = new(
        Enumerable.Range(0, Rows + Queries).SelectMany(row => new[]
        {
            KeyValuePair.Create((0, row), GloveVectors.Row(row)[..Dimensions]),
            KeyValuePair.Create(
                (1, row),
                GloveVectors.Row(row)[..Dimensions].Select(element => MathF.Round(Math.Clamp(element * 40, -127, 127))).ToArray()),
            KeyValuePair.Create((2, row), GloveVectors.Row(row)[..Dimensions].Select(element => element > 0 ? 1f : 0).ToArray()),
        }));

    [Theory]
    [InlineData("Flat")]
    [InlineData("QuantizedFlat")]
    [InlineData("Hnsw")]
    [InlineData("Ivf")]
    [InlineData("Dynamic")]
    public async Task What_a_schema_may_say_is_searched_well_and_the_rest_is_refused(string kind)
    {
        var schema = new CollectionSchema("kinds") { Key = KeyType.Int32, Fields = { new FieldSchema("number", DataType.Int32) } };
        foreach (VectorSchema vector in Combinations(kind))
        {
            if (Refusal(kind, vector) is { } code)
                CheckRefused(vector, code);
            else
                schema.Vectors.Add(vector);
        }

        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { BackgroundMaintenance = false, Durability = Durability.Buffered };
        using (Collection collection = Collection.Create(folder["c"], schema, options))
        {
            await collection.InsertAsync(Enumerable.Range(0, Rows).Select(row => ToDocument(schema, row)));
            CheckAll(collection, schema, "in memory");
            await collection.FlushAsync();
            CheckAll(collection, schema, "sealed");
            await collection.OptimizeAsync();
            CheckAll(collection, schema, "optimized");
        }

        using (Collection collection = Collection.Open(folder["c"], options))
        {
            Assert.All(collection.GetStatistics().IndexCompleteness.Values, part => Assert.Equal(1, part));
            CheckAll(collection, schema, "opened again");
        }

        VerificationReport report = Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.IsIntact, report.ToString());
        CheckFiles(folder["c"], kind, schema);
    }

    private static IEnumerable<VectorSchema> Combinations(string kind)
    {
        Quantization?[] allCodes = kind == "Flat" ? [null] : [null, .. Enum.GetValues<Quantization>().Select(one => (Quantization?)one)];
        foreach (VectorType type in Enum.GetValues<VectorType>().Where(type => type != VectorType.Sparse))
        {
            foreach (Metric metric in Enum.GetValues<Metric>())
            {
                foreach (Quantization? codes in allCodes)
                {
                    foreach (bool rotate in kind == "Flat" ? [false] : new[] { false, true })
                    {
                        yield return new VectorSchema($"{type} {metric} {codes?.ToString() ?? "default"} {rotate}", type, Dimensions)
                        {
                            Index = IndexOf(kind, metric, codes, rotate),
                        };
                    }
                }
            }
        }
    }

    private static VectorIndexOptions IndexOf(string kind, Metric metric, Quantization? codes, bool rotate) => kind switch
    {
        "Flat" => new FlatIndexOptions { Metric = metric },
        "QuantizedFlat" => new QuantizedFlatIndexOptions { Metric = metric, Quantization = codes, Rotate = rotate },
        "Hnsw" => new HnswIndexOptions { Metric = metric, Quantization = codes, Rotate = rotate, M = 8, EfConstruction = 32 },
        "Ivf" => new IvfFlatIndexOptions { Metric = metric, Quantization = codes, Rotate = rotate },
        _ => new DynamicIndexOptions
        {
            Metric = metric,
            Quantization = codes,
            Rotate = rotate,
            M = 8,
            EfConstruction = 32,
            Threshold = Rows - 1
        },
    };

    /// <summary>How a schema is refused; null when it is not.</summary>
    private static ZvecErrorCode? Refusal(string kind, VectorSchema vector)
    {
        if (vector.Type == VectorType.Binary && vector.Index.Metric != Metric.Hamming)
            return ZvecErrorCode.InvalidArgument;
        bool mayHaveCodes = vector.Index.Metric is not (Metric.Hamming or Metric.Manhattan);
        if (!mayHaveCodes && kind is "QuantizedFlat" or "Ivf")
            return ZvecErrorCode.NotSupported;
        if (vector.Index.Metric == Metric.Hamming && vector.Type is VectorType.Float32 or VectorType.Float16 && kind != "Flat")
            return ZvecErrorCode.NotSupported;
        if (vector.Index is not QuantizedVectorIndexOptions index)
            return null;
        bool hasCodes = index.Quantization is not null and not Quantization.None;
        if (hasCodes && (vector.Type != VectorType.Float32 || !mayHaveCodes))
            return ZvecErrorCode.InvalidArgument;
        bool getsCodes = hasCodes || (index.Quantization is null && vector.Type == VectorType.Float32 && mayHaveCodes);
        return index.Rotate && !getsCodes ? ZvecErrorCode.InvalidArgument : null;
    }

    private static void CheckRefused(VectorSchema vector, ZvecErrorCode code)
    {
        using var folder = new TemporaryFolder();
        ZvecException error = Assert.Throws<ZvecException>(
            () => Collection.Create(folder["c"], new CollectionSchema("refused") { Vectors = { vector } }).Dispose());
        Assert.Equal(code, error.Code);
        Assert.Contains($"'{vector.Name}'", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["c"]));
    }

    private static void CheckFiles(string path, string kind, CollectionSchema schema)
    {
        int withCodes = schema.Vectors.Count(vector => vector.Type == VectorType.Float32
            && vector.Index is QuantizedVectorIndexOptions { Metric: not Metric.Manhattan, Quantization: not Quantization.None });
        int Count(string extension) => Directory.GetFiles(path, "*" + extension, SearchOption.AllDirectories).Length;
        Assert.Equal(kind is "Flat" or "Ivf" ? 0 : withCodes, Count(".codes"));
        Assert.Equal(kind is "Hnsw" or "Dynamic" ? schema.Vectors.Count : 0, Count(".hnsw"));
        Assert.Equal(kind == "Ivf" ? schema.Vectors.Count : 0, Count(".ivf"));
    }

    private static void CheckAll(Collection collection, CollectionSchema schema, string when)
    {
        foreach (VectorSchema vector in schema.Vectors)
        {
            foreach (int percent in (int[])[100, 40, 3])
                CheckRecall(collection, vector, percent, when);
        }
    }

    private static void CheckRecall(Collection collection, VectorSchema vector, int percent, string when)
    {
        int found = 0;
        for (int i = 0; i < Queries; i++)
        {
            float[] query = Vector(vector.Type, Rows + i);
            double[] exact = Exact.GetOrAdd((Numbers(vector.Type), vector.Index.Metric, percent, i), _ =>
                [.. Enumerable.Range(0, Rows).Where(row => row % 100 < percent)
                    .Select(row => Distance(vector.Index.Metric, query, Vector(vector.Type, row))).Order().Take(Top)]);
            IReadOnlyList<SearchHit> hits = collection.Search(
                new VectorQuery(vector.Name, query)
                {
                    Top = Top,
                    Filter = percent == 100 ? null : $"number < {percent}",
                    OutputFields = [],
                });
            Assert.Equal(Top, hits.Count);
            foreach (SearchHit hit in hits)
            {
                int row = (int)hit.Key.Value;
                double distance = Distance(vector.Index.Metric, query, Vector(vector.Type, row));
                double score = vector.Index.Metric == Metric.InnerProduct ? -distance : distance;
                Assert.True(row % 100 < percent, vector.Name);
                Assert.Equal(score, hit.Score, 1e-4 * Math.Max(1, Math.Abs(score)));
                found += distance <= exact[^1] + (1e-6 * Math.Max(1, Math.Abs(exact[^1]))) ? 1 : 0;
            }
        }

        Assert.True(found >= 0.95 * Queries * Top, $"{when}, {vector.Name}, {percent} %: {found} of {Queries * Top} found");
    }

    private static Document ToDocument(CollectionSchema schema, int row)
    {
        var document = new Document(row) { ["number"] = row % 100 };
        foreach (VectorSchema vector in schema.Vectors)
            document[vector.Name] = Typed(vector.Type, Vector(vector.Type, row));
        return document;
    }

    private static object Typed(VectorType type, float[] vector) => type switch
    {
        VectorType.Float32 => vector,
        VectorType.Float16 => vector.Select(element => (Half)element).ToArray(),
        VectorType.Binary => new BitArray([.. vector.Select(element => element == 1)]),
        _ => vector.Select(element => (sbyte)element).ToArray(),
    };

    /// <summary>The beginning of a word vector, in numbers that the type has.</summary>
    private static float[] Vector(VectorType type, int row) => Vectors[(Numbers(type), row)];

    private static int Numbers(VectorType type) => type switch
    {
        VectorType.Int8 => 1,
        VectorType.Binary => 2,
        _ => 0,
    };

    private static double Distance(Metric metric, float[] a, float[] b) =>
        VectorColumns.Reference(metric, [.. a.Select(one => (double)one)], [.. b.Select(one => (double)one)]);
}
