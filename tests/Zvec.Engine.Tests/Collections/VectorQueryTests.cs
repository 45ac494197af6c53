using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>What the options of a vector query do, on word vectors in one segment, and in one segment and a few behind it.</summary>
public sealed class VectorQueryTests(VectorQueryTests.Words words) : IClassFixture<VectorQueryTests.Words>
{
    private const int Rows = 6_000;
    private const int Queries = 40;

    [Fact]
    public void Unrefined_scores_are_those_of_the_codes()
    {
        int different = 0;
        for (int i = 0; i < Queries; i++)
        {
            IReadOnlyList<SearchHit> refined = words.Search(i, new VectorQuery("v", Words.Vector(i)) { Top = 20 });
            IReadOnlyList<SearchHit> coded = words.Search(i, new VectorQuery("v", Words.Vector(i)) { Top = 20, Refine = false });
            Assert.Equal(20, coded.Count);
            Assert.Equal(coded.OrderBy(hit => hit.Score), coded);
            foreach (SearchHit hit in refined)
                Assert.Equal(Words.Distance(i, hit), hit.Score, 1e-5);
            foreach (SearchHit hit in coded)
            {
                Assert.Equal(Words.Distance(i, hit), hit.Score, 0.02);
                different += Math.Abs(Words.Distance(i, hit) - hit.Score) > 1e-5 ? 1 : 0;
            }
        }

        Assert.InRange(different, Queries * 10, Queries * 20);
    }

    [Fact]
    public void Exact_queries_take_no_notice_of_codes()
    {
        for (int i = 0; i < Queries; i++)
        {
            IReadOnlyList<SearchHit> exact = words.Search(i, new VectorQuery("v", Words.Vector(i)) { Exact = true, Refine = false });
            Assert.Equal(Words.Nearest(i, 10, _ => true), exact.Select(hit => (int)hit.Key.Value));
            Assert.All(exact, hit => Assert.Equal(Words.Distance(i, hit), hit.Score, 1e-5));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Any_refine_factor_gives_as_many_hits_with_exact_scores(int factor)
    {
        for (int i = 0; i < 5; i++)
        {
            IReadOnlyList<SearchHit> hits = words.Search(i, new VectorQuery("v", Words.Vector(i)) { Top = 7, RefineFactor = factor });
            Assert.Equal(7, hits.Count);
            Assert.All(hits, hit => Assert.Equal(Words.Distance(i, hit), hit.Score, 1e-5));
            if (factor == 1000)
                Assert.Equal(Words.Nearest(i, 7, _ => true), hits.Select(hit => (int)hit.Key.Value));
        }
    }

    [Theory]
    [InlineData(0, null, null, "Ef 0")]
    [InlineData(100_001, null, null, "Ef 100001")]
    [InlineData(null, 0, null, "NProbe 0")]
    [InlineData(null, 65_537, null, "NProbe 65537")]
    [InlineData(null, null, 0, "RefineFactor 0")]
    [InlineData(null, null, 1_001, "RefineFactor 1001")]
    [InlineData(null, null, -5, "RefineFactor -5")]
    public void Numbers_out_of_range_are_refused(int? ef, int? probe, int? factor, string named)
    {
        var query = new VectorQuery("v", Words.Vector(0)) { Ef = ef, NProbe = probe, RefineFactor = factor };
        ZvecException thrown = Assert.Throws<ZvecException>(() => words.Single.Search(query, TestContext.Current.CancellationToken));
        Assert.Equal(ZvecErrorCode.InvalidArgument, thrown.Code);
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 65_536, 1_000)]
    [InlineData(100_000, 1, 1)]
    public void Numbers_at_the_ends_of_their_ranges_are_taken(int ef, int probe, int factor)
    {
        var query = new VectorQuery("v", Words.Vector(0)) { Ef = ef, NProbe = probe, RefineFactor = factor };
        Assert.Equal(10, words.Search(0, query).Count);
    }

    [Theory]
    [InlineData(4_500, 1_400, true)]
    [InlineData(900, 40, true)]
    [InlineData(900, 40, false)]
    [InlineData(0, 100_000, true)]
    [InlineData(99_999, 1, true)]
    public void Many_hits_and_many_to_skip_are_right(int skip, int top, bool refine)
    {
        foreach (string? filter in new[] { null, "number < 60" })
        {
            int[] nearest = Words.Nearest(0, Rows, row => filter is null || row % 100 < 60);
            IReadOnlyList<SearchHit> hits = words.Search(
                0, new VectorQuery("v", Words.Vector(0)) { Skip = skip, Top = top, Filter = filter, Refine = refine });
            int[] expected = [.. nearest.Skip(skip).Take(top)];
            Assert.Equal(expected.Length, hits.Count);
            double least = refine ? 0.95 : 0.8;
            Assert.InRange(hits.Count(hit => expected.Contains((int)hit.Key.Value)), expected.Length * least, expected.Length);
            Assert.Equal(hits.OrderBy(hit => hit.Score), hits);
        }
    }

    [Theory]
    [InlineData(nameof(FilterPlan.Measured))]
    [InlineData(nameof(FilterPlan.Scan))]
    [InlineData(nameof(FilterPlan.WideWalk))]
    [InlineData(nameof(FilterPlan.TwoHop))]
    public void Every_way_under_a_filter_finds_the_nearest_of_all_segments(string plan)
    {
        foreach (int percent in new[] { 10, 50, 90 })
        {
            int found = 0;
            for (int i = 0; i < Queries; i++)
            {
                var query = new VectorQuery("v", Words.Vector(i))
                {
                    Filter = $"number < {percent}",
                    FilterPlan = Enum.Parse<FilterPlan>(plan),
                };
                int[] nearest = Words.Nearest(i, 10, row => row % 100 < percent);
                found += words.Search(i, query).Count(hit => nearest.Contains((int)hit.Key.Value));
            }

            Assert.InRange(found, Queries * 9.5, Queries * 10);
        }
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("number < 30 and number > 3", true)]
    [InlineData("number < 90", true)]
    public void A_search_leaves_little_garbage_beside_its_hits(string? filter, bool fields)
    {
        var query = new VectorQuery("v", Words.Vector(0)) { Filter = filter, OutputFields = fields ? null : [] };
        IReadOnlyList<SearchHit> hits = [];
        long search = Least(() => hits = words.Single.Search(query));
        Assert.Equal(10, hits.Count);
        object[] copies = new object[10];
        long own = Least(() =>
        {
            var copy = new SearchHit[10];
            for (int i = 0; i < copy.Length; i++)
            {
                var document = new Document(hits[i].Key, fields ? 1 : 0);
                if (fields)
                    document["number"] = (object)((int)hits[i].Document["number"]! + 0);
                copies[i] = copy[i] = new SearchHit(document, hits[i].Score);
            }
        });
        Assert.InRange(search - own, 0, 1024);
    }

    private static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 200; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>The words in one segment with a graph, and again in three segments of which one has a graph and one is in memory.</summary>
    public sealed class Words : IDisposable
    {
        private static readonly float[][] Vectors = [.. Enumerable.Range(0, Rows + Queries).Select(GloveVectors.Row)];

        private readonly TemporaryFolder _folder = new();

        public Words()
        {
            Single = Create("single");
            Write(Single, 0, Rows);
            Single.OptimizeAsync().GetAwaiter().GetResult();
            Several = Create("several");
            Write(Several, 0, 3_000);
            Several.OptimizeAsync().GetAwaiter().GetResult();
            Write(Several, 3_000, 5_500);
            Several.FlushAsync().GetAwaiter().GetResult();
            Write(Several, 5_500, Rows);
        }

        internal Collection Single { get; }

        internal Collection Several { get; }

        public void Dispose()
        {
            Single.Dispose();
            Several.Dispose();
            _folder.Dispose();
        }

        internal static float[] Vector(int query) => Vectors[Rows + query];

        internal static double Distance(int query, SearchHit hit) => Distance(query, (int)hit.Key.Value);

        internal static int[] Nearest(int query, int top, Func<int, bool> accept) =>
            [.. Enumerable.Range(0, Rows).Where(accept).OrderBy(row => Distance(query, row)).Take(top)];

        /// <summary>Searches one collection or the other.</summary>
        internal IReadOnlyList<SearchHit> Search(int query, VectorQuery asked) =>
            (query % 2 == 0 ? Several : Single).Search(asked, TestContext.Current.CancellationToken);

        private static double Distance(int query, int row)
        {
            double product = 0, left = 0, right = 0;
            for (int i = 0; i < GloveVectors.Dimensions; i++)
            {
                product += (double)Vectors[Rows + query][i] * Vectors[row][i];
                left += (double)Vectors[Rows + query][i] * Vectors[Rows + query][i];
                right += (double)Vectors[row][i] * Vectors[row][i];
            }

            return 1 - (product / Math.Sqrt(left * right));
        }

        private static void Write(Collection collection, int first, int end) =>
            collection.UpsertAsync(Enumerable.Range(first, end - first)
                .Select(row => new Document(row) { ["number"] = row % 100, ["v"] = Vectors[row] })).GetAwaiter().GetResult();

        private Collection Create(string name)
        {
            var schema = new CollectionSchema(name)
            {
                Key = KeyType.Int32,
                Fields = { new FieldSchema("number", DataType.Int32) },
                Vectors =
                {
                    new VectorSchema("v", VectorType.Float32, GloveVectors.Dimensions)
                    {
                        Index = new HnswIndexOptions { Metric = Metric.Cosine },
                    },
                },
            };
            return Collection.Create(
                _folder[name], schema, new CollectionOptions { BackgroundMaintenance = false, Durability = Durability.Buffered });
        }
    }
}
