using System.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Vectors of bits, from the writing to the graph, against a plain model.</summary>
public sealed class BinaryVectorTests
{
    private const int Rows = 2_500;
    private const int Dimensions = 203;
    private const int Clusters = 40;

    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false, Durability = Durability.Buffered };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bits_are_found_through_updates_deletes_merging_and_opening_again(bool graph)
    {
        using var folder = new TemporaryFolder();
        var model = new Dictionary<int, byte[]?>();
        using (Collection collection = Collection.Create(folder["c"], Schema(graph), Options))
        {
            for (int part = 0; part < 2; part++)
            {
                foreach (int key in Enumerable.Range(part * 1_000, Rows - 1_000))
                    model[key] = key % 50 == 7 ? null : Vector(key + (part * 10_000));
                await collection.UpsertAsync(Enumerable.Range(part * 1_000, Rows - 1_000).Select(key => ToDocument(key, model[key])));
                Check(collection, model, $"in memory {part}");
                await collection.FlushAsync();
                Check(collection, model, $"sealed {part}");
            }

            int[] deleted = [.. model.Keys.Where(key => key % 11 == 3)];
            await collection.DeleteAsync(deleted.Select(key => new DocumentKey(key)));
            foreach (int key in deleted)
                model.Remove(key);
            await collection.OptimizeAsync();
            Assert.Equal(1, collection.GetStatistics().IndexCompleteness["bits"]);
            Check(collection, model, "optimized");
            await collection.UpdateAsync([new Document(0) { ["bits"] = Vector(99_999) }, new Document(1) { ["bits"] = null }]);
            model[0] = Vector(99_999);
            model[1] = null;
            Check(collection, model, "updated");
        }

        Assert.Equal(graph ? 1 : 0, Directory.GetFiles(folder["c"], "*.hnsw", SearchOption.AllDirectories).Length);
        using (Collection collection = Collection.Open(folder["c"], Options))
        {
            Check(collection, model, "opened again");
            await collection.OptimizeAsync();
            Check(collection, model, "optimized again");
        }

        VerificationReport report = Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.IsIntact, report.ToString());
    }

    [Fact]
    public async Task Any_form_of_a_query_finds_the_same()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(graph: false), Options);
        await collection.UpsertAsync(Enumerable.Range(0, 100).Select(key => ToDocument(key, Vector(key))));
        byte[] asked = Vector(7);
        float[] floats = [.. Enumerable.Range(0, Dimensions).Select(bit => (float)((asked[bit / 8] >> (bit % 8)) & 1))];
        VectorQuery[] queries =
        [
            new("bits", asked), new("bits", new BitArray(asked) { Length = Dimensions }), new("bits", floats), new("bits", 7)
            {
                IncludeSelf = true,
            },
        ];
        (object, float)[][] found =
            [.. queries.Select(query => collection.Search(query).Select(hit => (hit.Key.Value, hit.Score)).ToArray())];
        Assert.Equal((7, 0f), found[0][0]);
        Assert.All(found, hits => Assert.Equal(found[0], hits));
    }

    [Fact]
    public async Task Queries_that_do_not_fit_are_told_of()
    {
        using var folder = new TemporaryFolder();
        using Collection collection = Collection.Create(folder["c"], Schema(graph: false), Options);
        await collection.UpsertAsync([ToDocument(1, Vector(1))]);
        byte[] stray = Vector(1);
        stray[^1] |= 0x80;
        Refused(ZvecErrorCode.InvalidArgument, "bits set beyond the field's 203", new VectorQuery("bits", stray));
        Refused(
            ZvecErrorCode.InvalidArgument, "cannot be converted", new VectorQuery("bits", Enumerable.Repeat(0.5f, Dimensions).ToArray()));
        Refused(ZvecErrorCode.InvalidArgument, "cannot be converted", new VectorQuery("bits", new sbyte[Dimensions]));
        Refused(ZvecErrorCode.DimensionMismatch, "203 dimensions", new VectorQuery("bits", new byte[25]));
        Refused(ZvecErrorCode.DimensionMismatch, "203 dimensions", new VectorQuery("bits", new BitArray(208)));
        Refused(ZvecErrorCode.DimensionMismatch, "203 dimensions", new VectorQuery("bits", new float[208]));

        void Refused(ZvecErrorCode code, string named, VectorQuery query)
        {
            ZvecException thrown = Assert.Throws<ZvecException>(() => collection.Search(query));
            Assert.Equal(code, thrown.Code);
            Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        }
    }

    private static void Check(Collection collection, Dictionary<int, byte[]?> model, string when)
    {
        foreach (int key in (int[])[0, 1, 7, 500, Rows - 1])
        {
            if (!model.TryGetValue(key, out byte[]? vector))
                continue;
            var read = (ReadOnlyMemory<byte>?)collection.Fetch(key)!["bits"];
            Assert.Equal(vector, read?.ToArray());
        }

        int found = 0;
        int wanted = 0;
        for (int query = 0; query < 20; query++)
        {
            byte[] asked = Vector(50_000 + query);
            foreach (string? filter in new[] { null, "number < 30", "number = 5" })
            {
                int[] nearest = [.. model.Where(entry => entry.Value is not null && Matches(entry.Key, filter))
                    .Select(entry => Distance(asked, entry.Value!)).Order().Take(10)];
                IReadOnlyList<SearchHit> hits = collection.Search(new VectorQuery("bits", asked) { Filter = filter });
                Assert.Equal(nearest.Length, hits.Count);
                Assert.Equal(hits.OrderBy(hit => hit.Score), hits);
                foreach (SearchHit hit in hits)
                {
                    Assert.True(Matches((int)hit.Key.Value, filter), when);
                    Assert.Equal(Distance(asked, model[(int)hit.Key.Value]!), hit.Score);
                    found += hit.Score <= nearest[^1] ? 1 : 0;
                }

                wanted += nearest.Length;
                IReadOnlyList<SearchHit> exact = collection.Search(new VectorQuery("bits", asked) { Filter = filter, Exact = true });
                Assert.Equal(nearest, exact.Select(hit => (int)hit.Score));
            }
        }

        Assert.True(found >= 0.97 * wanted, $"{when}: {found} of {wanted} found");
    }

    private static bool Matches(int key, string? filter) => filter switch
    {
        null => true,
        "number < 30" => key % 100 < 30,
        _ => key % 100 == 5,
    };

    private static CollectionSchema Schema(bool graph) => new("bits")
    {
        Key = KeyType.Int32,
        Fields = { new FieldSchema("number", DataType.Int32) },
        Vectors =
        {
            new VectorSchema("bits", VectorType.Binary, Dimensions)
            {
                Nullable = true,
                Index = graph
                    ? new HnswIndexOptions { Metric = Metric.Hamming, M = 8, EfConstruction = 60 }
                    : new FlatIndexOptions { Metric = Metric.Hamming },
            },
        },
    };

    private static Document ToDocument(int key, byte[]? vector) => new(key) { ["number"] = key % 100, ["bits"] = vector };

    /// <summary>One of some vectors, with a tenth of its bits turned.</summary>
    private static byte[] Vector(int seed)
    {
        var centre = new Random(seed % Clusters);
        var turned = new Random(seed);
        byte[] vector = new byte[(Dimensions + 7) / 8];
        for (int bit = 0; bit < Dimensions; bit++)
            vector[bit / 8] |= (byte)((centre.Next(2) ^ (turned.Next(10) == 0 ? 1 : 0)) << (bit % 8));
        return vector;
    }

    private static int Distance(byte[] a, byte[] b) => a.Zip(b, (left, right) => int.PopCount(left ^ right)).Sum();
}
