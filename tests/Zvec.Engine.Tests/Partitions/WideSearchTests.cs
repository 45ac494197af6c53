using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Partitions;

/// <summary>Searches of the graphs of many partitions against exact search, on real vectors.</summary>
public sealed class WideSearchTests : IDisposable
{
    private const int Rows = 7_200;
    private const int Queries = 40;
    private const int Top = 10;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(1, Quantization.Int8)]
    [InlineData(2, Quantization.Int8)]
    [InlineData(3, Quantization.None)]
    public async Task Finds_nearly_all_of_the_nearest_wherever_they_are(int threads, Quantization quantization)
    {
        foreach (bool isSkewed in (bool[])[false, true])
        {
            using PartitionedCollection collection = await MakeAsync(threads, quantization, isSkewed);
            Assert.InRange(RecallOf(collection), 0.97, 1);
            double few = RecallOf(collection, ef: 20);
            double many = RecallOf(collection, ef: 600);
            Assert.InRange(few, 0.7, 1);
            Assert.InRange(many, Math.Max(few, 0.99), 1);
        }
    }

    [Fact]
    public async Task Finds_nearly_all_of_the_nearest_that_a_filter_matches_or_that_are_left()
    {
        using PartitionedCollection collection = await MakeAsync(2, Quantization.Int8, isSkewed: false);
        foreach (string filter in (string[])["number < 90", "number < 50", "number < 10", "number = 3", "id < 700"])
            Assert.InRange(RecallOf(collection, filter: filter), 0.95, 1);
        await collection.DeleteAsync(Enumerable.Range(0, Rows).Where(row => row % 9 == 0).Select(row => new DocumentKey(row)));
        Assert.InRange(RecallOf(collection), 0.97, 1);
        Assert.InRange(RecallOf(collection, filter: "number < 90"), 0.95, 1);
    }

    [Fact]
    public async Task A_document_finds_itself_and_its_neighbours_and_groups_are_those_of_exact_search()
    {
        using PartitionedCollection collection = await MakeAsync(2, Quantization.Int8, isSkewed: false);
        int self = 0;
        int groups = 0;
        for (int row = 0; row < Queries; row++)
        {
            var own = new VectorQuery("v", row) { Top = 3, IncludeSelf = true };
            self += (int)collection.Search(own)[0].Key.Value == row ? 1 : 0;
            float[] vector = QueryVector(row);
            groups += Groups(collection, vector, exact: true).Intersect(Groups(collection, vector, exact: false)).Count();
        }

        Assert.InRange(self, Queries * 9 / 10, Queries);
        Assert.InRange(groups / (5.0 * Queries), 0.95, 1);
    }

    [Fact]
    public async Task More_rows_than_any_walk_keeps_are_found_and_a_cancelled_search_ends()
    {
        using PartitionedCollection collection = await MakeAsync(2, Quantization.Int8, isSkewed: true);
        var query = new VectorQuery("v", QueryVector(1)) { Top = 700, OutputFields = [] };
        Assert.Equal(700, collection.Search(query).Select(hit => hit.Key).Distinct().Count());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => collection.Search(query, cancelled.Token));
        Assert.Equal(700, collection.Search(query).Count);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<object?> Groups(PartitionedCollection collection, float[] vector, bool exact)
    {
        var query = new GroupByQuery(new VectorQuery("v", vector) { Exact = exact }, "number") { GroupCount = 5, TopPerGroup = 1 };
        return collection.Search(query).Select(group => group.Value);
    }

    private static float[] QueryVector(int number) => GloveVectors.Row(Rows + (number * 20));

    private static double RecallOf(PartitionedCollection collection, int? ef = null, string? filter = null)
    {
        int found = 0;
        int all = 0;
        Filter? condition = filter is null ? null : filter;
        for (int number = 0; number < Queries; number++)
        {
            float[] vector = QueryVector(number);
            var query = new VectorQuery("v", vector) { Top = Top, OutputFields = [], Filter = condition, Ef = ef };
            var exact = new VectorQuery("v", vector) { Top = Top, OutputFields = [], Filter = condition, Exact = true };
            HashSet<DocumentKey> truth = [.. collection.Search(exact).Select(hit => hit.Key)];
            all += truth.Count;
            found += collection.Search(query).Count(hit => truth.Contains(hit.Key));
        }

        return (double)found / all;
    }

    /// <summary>Six partitions: alike, or each of the words around another direction.</summary>
    private async Task<PartitionedCollection> MakeAsync(int threads, Quantization quantization, bool isSkewed)
    {
        var schema = new CollectionSchema("words")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("number", DataType.Int32), new FieldSchema("part", DataType.String) },
            Vectors =
            {
                new VectorSchema("v", VectorType.Float32, GloveVectors.Dimensions)
                {
                    Index = new HnswIndexOptions { Metric = Metric.Cosine, M = 12, EfConstruction = 80, Quantization = quantization },
                },
            },
        };
        var options = new PartitionedCollectionOptions
        {
            Partition = new CollectionOptions { Durability = Durability.Buffered, BackgroundMaintenance = false },
            SearchThreads = threads,
        };
        PartitionedCollection collection = PartitionedCollection.Create(
            _folder[$"words-{isSkewed}"], schema, PartitionBy.Field("part"), options);
        await collection.InsertAsync(Enumerable.Range(0, Rows).Select(row =>
        {
            float[] vector = GloveVectors.Row(row);
            int part = isSkewed ? Array.IndexOf(vector, vector.AsSpan(0, 6).ToArray().Max()) : row % 6;
            return new Document(row) { ["number"] = row / 6 % 100, ["part"] = $"p{part}", ["v"] = vector };
        }).ToArray());
        await collection.OptimizeAsync();
        return collection;
    }
}
