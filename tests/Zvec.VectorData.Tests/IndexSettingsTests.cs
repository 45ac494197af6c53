using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Settings for the indexes of vector properties: from options, from annotations, against collections that exist.</summary>
public sealed class IndexSettingsTests : StoreTests
{
    private static readonly VectorStoreKeyProperty Key = new("Id", typeof(int));

    public static TheoryData<string?, ZvecVectorIndexSettings, VectorIndexOptions> Settings => new()
    {
        {
            null,
            new() { M = 8, EfConstruction = 40 },
            new HnswIndexOptions { M = 8, EfConstruction = 40, Quantization = Quantization.Int8 }
        },
        { IndexKind.Hnsw, new() { Quantization = Quantization.None }, new HnswIndexOptions { Quantization = Quantization.None } },
        { IndexKind.Flat, new(), new FlatIndexOptions() },
        {
            IndexKind.IvfFlat,
            new() { NList = 7, Rotate = true },
            new IvfFlatIndexOptions { NList = 7, Rotate = true, Quantization = Quantization.Int8 }
        },
        { IndexKind.IvfFlat, new(), new IvfFlatIndexOptions { Quantization = Quantization.Int8 } },
        {
            IndexKind.QuantizedFlat,
            new() { Quantization = Quantization.Int8 },
            new QuantizedFlatIndexOptions { Quantization = Quantization.Int8 }
        },
        {
            IndexKind.Dynamic,
            new() { Threshold = 0, M = 64, EfConstruction = 8, Quantization = Quantization.None },
            new DynamicIndexOptions { Threshold = 0, M = 64, EfConstruction = 8, Quantization = Quantization.None }
        },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Settings_reach_the_engine(string? kind, ZvecVectorIndexSettings settings, VectorIndexOptions expected)
    {
        var options = new ZvecCollectionOptions { Definition = Definition(Key, Vector(kind)), VectorIndexes = { ["Vector"] = settings } };
        using (var points = new ZvecDynamicCollection(Folder, "options", options))
            await points.EnsureCollectionExistsAsync();
        await CreateDynamicAsync(Definition(Key, Vector(kind).WithZvecIndex(settings)), "annotations");
        await Open(new ZvecVectorStoreOptions { ConfigureCollection = (name, configured) => configured.VectorIndexes[name] = settings })
            .GetDynamicCollection("Vector", Definition(Key, Vector(kind))).EnsureCollectionExistsAsync();

        Assert.Equal(expected, IndexOf("options"));
        Assert.Equal(expected, IndexOf("annotations"));
        Assert.Equal(expected, IndexOf("%56ector"));
    }

    [Fact]
    public async Task Options_go_before_annotations_setting_by_setting()
    {
        var options = new ZvecCollectionOptions
        {
            Definition = Definition(
                Key, Vector(null).WithZvecIndex(new() { M = 8, EfConstruction = 40 }).WithZvecIndex(new() { Rotate = true })),
            VectorIndexes = { ["Vector"] = new() { M = 12, Rotate = false } },
        };
        using (var points = new ZvecCollection<int, Point>(Folder, "points", options))
            await points.EnsureCollectionExistsAsync();

        Assert.Equal(new HnswIndexOptions { M = 12, EfConstruction = 40, Quantization = Quantization.Int8 }, IndexOf("points"));
    }

    [Fact]
    public async Task Annotations_may_be_as_a_configuration_has_them()
    {
        VectorStoreVectorProperty property = Vector(null);
        property.ProviderAnnotations = new() { ["Zvec:M"] = 9, ["Zvec:Quantization"] = "None", ["Other:M"] = "whatever" };
        await CreateDynamicAsync(Definition(Key, property), "points");
        Assert.Equal(new HnswIndexOptions { M = 9, Quantization = Quantization.None }, IndexOf("points"));
    }

    [Theory]
    [InlineData("Zvec:Links", 16)]
    [InlineData("Zvec:M", "16")]
    [InlineData("Zvec:M", 3)]
    [InlineData("Zvec:Rotate", 1)]
    [InlineData("Zvec:Quantization", "int8")]
    [InlineData("Zvec:Quantization", "2")]
    [InlineData("Zvec:Quantization", 2)]
    [InlineData("Zvec:NList", 16)]
    public void Annotations_that_mean_nothing_are_refused(string key, object value)
    {
        VectorStoreVectorProperty property = Vector(null);
        property.ProviderAnnotations = new() { [key] = value };
        var exception = Assert.Throws<InvalidOperationException>(() => Store.GetDynamicCollection("points", Definition(Key, property)));
        Assert.Contains("'Vector'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(key.Split(':')[1], exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string?, string, string, ZvecVectorIndexSettings> Unfit => new()
    {
        { null, DistanceFunction.CosineSimilarity, "NList", new() { NList = 4 } },
        { null, DistanceFunction.CosineSimilarity, "Threshold", new() { Threshold = 4 } },
        { null, DistanceFunction.HammingDistance, "M", new() { M = 4 } },
        { IndexKind.Flat, DistanceFunction.CosineSimilarity, "Quantization", new() { Quantization = Quantization.Int8 } },
        { IndexKind.Flat, DistanceFunction.CosineSimilarity, "Rotate", new() { Rotate = false } },
        { IndexKind.IvfFlat, DistanceFunction.CosineSimilarity, "EfConstruction", new() { EfConstruction = 100 } },
        { IndexKind.QuantizedFlat, DistanceFunction.CosineSimilarity, "M", new() { M = 16 } },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public void A_setting_that_the_index_kind_does_not_have_is_refused(
        string? kind, string function, string setting, ZvecVectorIndexSettings settings)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new ZvecDynamicCollection(Folder, "points", new ZvecCollectionOptions
        {
            Definition = Definition(Key, Vector(kind, function)),
            VectorIndexes = { ["Vector"] = settings },
        }));
        Assert.Contains("'Vector'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("Id")]
    [InlineData("vector")]
    public void Settings_for_what_is_no_vector_are_refused(string name)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new ZvecDynamicCollection(Folder, "points", new ZvecCollectionOptions
        {
            Definition = Definition(Key, Vector(null)),
            VectorIndexes = { [name] = new() },
        }));
        Assert.Contains($"'{name}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_out_of_range_are_refused_when_they_are_set()
    {
        var settings = new ZvecVectorIndexSettings();
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.M = 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.M = 257);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.EfConstruction = 7);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.EfConstruction = 4_097);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.Quantization = (Quantization)9);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.NList = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.NList = 65_537);
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.Threshold = -1);
    }

    /// <summary>The connector refuses what the engine would refuse, and nothing else.</summary>
    [Theory]
    [InlineData(IndexKind.Hnsw, 4, 8, null, null)]
    [InlineData(IndexKind.Hnsw, 256, 4_096, null, null)]
    [InlineData(IndexKind.IvfFlat, null, null, 1, null)]
    [InlineData(IndexKind.IvfFlat, null, null, 65_536, null)]
    [InlineData(IndexKind.Dynamic, 4, 8, null, int.MaxValue)]
    public async Task The_ends_of_the_ranges_are_taken(string kind, int? m, int? efConstruction, int? lists, int? threshold)
    {
        var settings = new ZvecVectorIndexSettings { M = m, EfConstruction = efConstruction, NList = lists, Threshold = threshold };
        await CreateDynamicAsync(Definition(Key, Vector(kind).WithZvecIndex(settings)));
    }

    [Fact]
    public async Task Silence_fits_whatever_is_stored()
    {
        foreach (string kind in (string[])[IndexKind.Hnsw, IndexKind.Flat, IndexKind.IvfFlat, IndexKind.QuantizedFlat, IndexKind.Dynamic])
        {
            await CreateDynamicAsync(Definition(Key, Vector(kind)), kind);
            await CreateDynamicAsync(Definition(Key, Vector(kind)), kind);
            await CreateDynamicAsync(Definition(Key, Vector(null)), kind);
        }

        var odd = new ZvecVectorIndexSettings { M = 8, EfConstruction = 40, Quantization = Quantization.None };
        await CreateDynamicAsync(Definition(Key, Vector(null).WithZvecIndex(odd)), "odd");
        await CreateDynamicAsync(Definition(Key, Vector(null)), "odd");
        await CreateDynamicAsync(Definition(Key, Vector(null).WithZvecIndex(new() { M = 8 })), "odd");
        var part = new ZvecVectorIndexSettings { Quantization = Quantization.None, Rotate = false };
        await CreateDynamicAsync(Definition(Key, Vector(IndexKind.Hnsw).WithZvecIndex(part)), "odd");
    }

    public static TheoryData<string, string, string, ZvecVectorIndexSettings> Misfits => new()
    {
        { IndexKind.Hnsw, "M 8", "16", new() { M = 8 } },
        { IndexKind.Hnsw, "EfConstruction 100", "200", new() { EfConstruction = 100 } },
        { IndexKind.Hnsw, "Quantization None", "Int8", new() { Quantization = Quantization.None } },
        { IndexKind.Hnsw, "Rotate True", "False", new() { Rotate = true } },
        { IndexKind.IvfFlat, "NList 8", "the default", new() { NList = 8 } },
        { IndexKind.Dynamic, "Threshold 0", "10000", new() { Threshold = 0 } },
        { IndexKind.QuantizedFlat, "Quantization Float16", "Int8", new() { Quantization = Quantization.Float16 } },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task A_setting_that_differs_is_named(string kind, string asked, string stored, ZvecVectorIndexSettings settings)
    {
        await CreateDynamicAsync(Definition(Key, Vector(kind)));
        ZvecDynamicCollection other = Store.GetDynamicCollection("records", Definition(Key, Vector(kind).WithZvecIndex(settings)));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => other.EnsureCollectionExistsAsync());
        Assert.Contains("property 'Vector'", exception.Message, StringComparison.Ordinal);
        Assert.Contains(asked, exception.Message, StringComparison.Ordinal);
        Assert.Contains(stored, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_stored_kind_does_not_have_is_named()
    {
        await CreateDynamicAsync(Definition(Key, Vector(IndexKind.Flat)));
        ZvecDynamicCollection other = Store.GetDynamicCollection("records", Definition(Key, Vector(null).WithZvecIndex(new() { M = 16 })));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => other.EnsureCollectionExistsAsync());
        Assert.Contains("M 16", exception.Message, StringComparison.Ordinal);
        Assert.Contains(IndexKind.Flat, exception.Message, StringComparison.Ordinal);
    }

    private static VectorStoreVectorProperty Vector(string? kind, string? function = null) =>
        new("Vector", typeof(ReadOnlyMemory<float>), 32) { IndexKind = kind, DistanceFunction = function };

    private ZvecVectorStore Open(ZvecVectorStoreOptions options) => Own(new ZvecVectorStore(Folder, options));

    private VectorIndexOptions IndexOf(string folder)
    {
        using Collection raw = Collection.Open(Path.Combine(Folder, folder), new CollectionOptions { ReadOnly = true });
        return raw.Schema.Vectors.Single().Index;
    }

    public sealed class Point
    {
        public int Id { get; set; }

        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
