using Zvec.Engine.Tests.Collections;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>The collections that are damaged.</summary>
internal static class Specimens
{
    /// <summary>One segment with every type of field, all indexed that can be, and every type of vector.</summary>
    public static async Task<Specimen> WideAsync()
    {
        var random = new Random(7);
        var schema = new CollectionSchema("wide")
        {
            Fields =
            [
                .. Enum.GetValues<DataType>().Select(type => new FieldSchema(type.ToString(), type)
                {
                    Nullable = true,
                    Index = type is DataType.Binary or DataType.BinaryArray ? null : new InvertedIndexOptions(),
                }),
                new FieldSchema("words", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
            ],
            Vectors =
            [
                new VectorSchema("floats", VectorType.Float32, 5)
                {
                    Index = new DynamicIndexOptions
                    {
                        Metric = Metric.Cosine,
                        Threshold = 4,
                        M = 4,
                        EfConstruction = 8,
                        Quantization = Quantization.Int8,
                    },
                },
                new VectorSchema("halves", VectorType.Float16, 3)
                {
                    Nullable = true,
                    Index = new IvfFlatIndexOptions { Metric = Metric.L2, NList = 1 },
                },
                new VectorSchema("grouped", VectorType.Float32, 5)
                {
                    Nullable = true,
                    Index = new IvfFlatIndexOptions { Metric = Metric.InnerProduct, NList = 2, Quantization = Quantization.Int8 },
                },
                new VectorSchema("terms", VectorType.Sparse, 1_000) { Nullable = true },
                new VectorSchema("bytes", VectorType.Int8, 7) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.Hamming } },
                new VectorSchema("bits", VectorType.Binary, 13)
                {
                    Nullable = true,
                    Index = new DynamicIndexOptions { Metric = Metric.Hamming, Threshold = 4, M = 4, EfConstruction = 8 },
                },
            ],
        };
        var specimen = new Specimen(schema);
        for (int call = 0; call < 4; call++)
            await specimen.PutAsync([.. Enumerable.Range(call * 3, 6).Select(key => WideDocument(schema, key, random))]);
        await specimen.DoAsync(collection => collection.OptimizeAsync());
        await specimen.DeleteAsync("k2", "k5");
        await specimen.DoAsync(collection => collection.FlushAsync());
        await specimen.PutAsync(WideDocument(schema, 20, random), WideDocument(schema, 3, random));
        specimen.Finish();
        return specimen;
    }

    /// <summary>Several segments with graphs and delete maps, and several log files behind them.</summary>
    public static async Task<Specimen> DeepAsync()
    {
        var random = new Random(11);
        var index =
            new DynamicIndexOptions { Metric = Metric.L2, Threshold = 10, M = 4, EfConstruction = 16, Quantization = Quantization.Int8 };
        var specimen = new Specimen(CollectionModel.Schema(index));
        for (int segment = 0; segment < 3; segment++)
        {
            await specimen.PutAsync(Batch(random, segment * 15, 25));
            await specimen.PutAsync(Batch(random, segment * 10, 5));
            await specimen.DeleteAsync(segment, segment + 20);
            await specimen.DoAsync(collection => collection.FlushAsync());
        }

        await specimen.DoAsync(collection => collection.CreateIndexAsync("weight", new InvertedIndexOptions()));
        await specimen.PutAsync(Batch(random, 30, 4));
        await specimen.DoAsync(collection => collection.AddFieldAsync(new FieldSchema("note", DataType.String) { Nullable = true }));
        await specimen.PutAsync(Batch(random, 60, 3));
        await specimen.DeleteAsync(31, 40);
        await specimen.DoAsync(collection => collection.AddFieldAsync(new FieldSchema("mark", DataType.Int64) { Nullable = true }));
        await specimen.PutAsync(Batch(random, 70, 2));
        await specimen.DeleteAsync(61);
        await specimen.PutAsync(Batch(random, 75, 2));
        specimen.Finish();
        return specimen;
    }

    private static Document[] Batch(Random random, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(key => CollectionModel.ToDocument(key, CollectionModel.RandomDocument(random)))];

    private static Document WideDocument(CollectionSchema schema, int key, Random random)
    {
        var document = new Document($"k{key}");
        foreach (FieldSchema field in schema.Fields)
            document[field.Name] = RandomValues.Of(field.Type, random);
        document["words"] = key % 5 == 3 ? null : $"words of {key}, some of them {new string('x', key % 4)}, and words again";
        document["floats"] = RandomValues.Vector(5, random);
        if (random.Next(8) > 0)
            document["grouped"] = RandomValues.Vector(5, random);
        if (random.Next(4) > 0)
            document["terms"] = SparseVector.From(
                RandomValues.Vector(6, random).Select((one, i) => KeyValuePair.Create((uint)(i * i), one)));
        if (random.Next(3) > 0)
            document["halves"] = RandomValues.Vector(3, random).Select(one => (Half)one).ToArray();
        if (random.Next(3) > 0)
            document["bytes"] = RandomValues.Vector(7, random).Select(one => (sbyte)(one * 100)).ToArray();
        if (random.Next(3) > 0)
            document["bits"] = new byte[] { (byte)random.Next(256), (byte)random.Next(32) };
        return document;
    }
}
