using System.Text.Json;

namespace Zvec.Engine.Schema;

/// <summary>Reads a schema that somebody wrote, with defaults for what is left out. (<see cref="SchemaJsonReader"/> reads those of
/// collections' files, where what is missing is damage.)</summary>
internal static class WrittenSchema
{
    public static CollectionSchema Read(JsonElement json)
    {
        var members = new WrittenObject(json, "The schema");
        string name = members.Text("name");
        (KeyType key, string keyName) = ReadKey(members.Optional("key"));
        FieldSchema[] fields = [.. members.Items("fields").Select(ReadField)];
        VectorSchema[] vectors = [.. members.Items("vectors").Select(ReadVector)];
        members.Finish();
        return new CollectionSchema(name) { Key = key, KeyName = keyName, Fields = [.. fields], Vectors = [.. vectors] };
    }

    private static (KeyType Type, string Name) ReadKey(JsonElement? json)
    {
        var defaults = new CollectionSchema("");
        if (json is not { } key)
            return (defaults.Key, defaults.KeyName);
        if (key.ValueKind == JsonValueKind.String)
            return (WrittenObject.Member<KeyType>(key, "The schema's key"), defaults.KeyName);
        var members = new WrittenObject(key, "The schema's key");
        (KeyType, string) read = (members.Member("type", defaults.Key), members.Text("name", defaults.KeyName));
        members.Finish();
        return read;
    }

    private static FieldSchema ReadField(JsonElement json)
    {
        var members = new WrittenObject(json, "A field");
        string name = members.Text("name");
        members.Place = $"Field '{name}'";
        var field = new FieldSchema(name, members.Member<DataType>("type"))
        {
            Nullable = members.Flag("nullable", false),
            Index = members.Optional("index") is { } index ? ReadFieldIndex(index, members.Place) : null,
        };
        members.Finish();
        return field;
    }

    private static FieldIndexOptions ReadFieldIndex(JsonElement json, string place)
    {
        var members = WrittenObject.OfIndex(json, place, out string kind);
        FieldIndexOptions index = kind switch
        {
            "inverted" => new InvertedIndexOptions(),
            TextIndexJson.Kind => ReadTextIndex(members),
            _ => throw WrittenObject.Wrong($"{place} has an index of the unknown kind '{kind}'; use inverted or text."),
        };
        members.Finish();
        return index;
    }

    private static TextIndexOptions ReadTextIndex(WrittenObject members)
    {
        var defaults = new TextIndexOptions();
        return new TextIndexOptions
        {
            Tokenizer = members.Member("tokenizer", defaults.Tokenizer),
            LowerCase = members.Flag("lowerCase", defaults.LowerCase),
            AsciiFolding = members.Flag("asciiFolding", defaults.AsciiFolding),
            StopWords = ReadStopWords(members),
            Stemmer = members.Member("stemmer", defaults.Stemmer),
            CjkBigrams = members.Flag("cjkBigrams", defaults.CjkBigrams),
            MinGram = members.Number("minGram", defaults.MinGram),
            MaxGram = members.Number("maxGram", defaults.MaxGram),
            GramCharacters = ReadCharacters(members),
        };
    }

    private static StopWordSet? ReadStopWords(WrittenObject members)
    {
        if (members.Optional("stopWords") is not { } words)
            return null;
        if (words.ValueKind == JsonValueKind.String && words.ValueEquals("english"))
            return StopWordSet.English;
        return new StopWordSet(members.Items("stopWords").Select(word => WrittenObject.TextOf(word, $"{members.Place}, stopWords,")));
    }

    private static TextCharacters ReadCharacters(WrittenObject members)
    {
        var characters = TextCharacters.All;
        foreach (JsonElement sort in members.Items("gramCharacters"))
            characters |= WrittenObject.Member<TextCharacters>(sort, $"{members.Place}, gramCharacters,");
        return characters;
    }

    private static VectorSchema ReadVector(JsonElement json)
    {
        var members = new WrittenObject(json, "A vector");
        string name = members.Text("name");
        members.Place = $"Vector '{name}'";
        VectorType type = members.Member<VectorType>("type");
        int dimensions = type == VectorType.Sparse ? members.Number("dimensions", 0) : members.Number("dimensions");
        var vector = new VectorSchema(name, type, dimensions) { Nullable = members.Flag("nullable", false) };
        if (members.Optional("index") is { } index)
            vector = new VectorSchema(name, type, dimensions) { Nullable = vector.Nullable, Index = ReadVectorIndex(index, members.Place, vector) };
        members.Finish();
        return vector;
    }

    private static VectorIndexOptions ReadVectorIndex(JsonElement json, string place, VectorSchema vector)
    {
        var members = WrittenObject.OfIndex(json, place, out string kind);
        Metric metric = members.Member("metric", vector.Index.Metric);
        VectorIndexOptions index = kind switch
        {
            "flat" => new FlatIndexOptions { Metric = metric },
            "sparse" => new SparseIndexOptions { Metric = metric },
            "hnsw" => ReadHnsw(members, metric),
            "quantizedflat" => new QuantizedFlatIndexOptions { Metric = metric, Quantization = Codes(members), Rotate = IsRotated(members) },
            "ivf" => new IvfFlatIndexOptions
            {
                Metric = metric,
                NList = members.Number("nlist", 0) is var lists && lists == 0 ? null : lists,
                Quantization = Codes(members),
                Rotate = IsRotated(members),
            },
            "dynamic" => ReadDynamic(members, metric),
            _ => throw WrittenObject.Wrong(
                $"{place} has an index of the unknown kind '{kind}'; use hnsw, flat, quantizedFlat, ivf, dynamic or sparse."),
        };
        members.Finish();
        return index;
    }

    private static HnswIndexOptions ReadHnsw(WrittenObject members, Metric metric)
    {
        var defaults = new HnswIndexOptions();
        return new HnswIndexOptions
        {
            Metric = metric,
            M = members.Number("m", defaults.M),
            EfConstruction = members.Number("efConstruction", defaults.EfConstruction),
            Quantization = Codes(members),
            Rotate = IsRotated(members),
        };
    }

    private static DynamicIndexOptions ReadDynamic(WrittenObject members, Metric metric)
    {
        var defaults = new DynamicIndexOptions();
        return new DynamicIndexOptions
        {
            Metric = metric,
            Threshold = members.Number("threshold", defaults.Threshold),
            M = members.Number("m", defaults.M),
            EfConstruction = members.Number("efConstruction", defaults.EfConstruction),
            Quantization = Codes(members),
            Rotate = IsRotated(members),
        };
    }

    private static Quantization? Codes(WrittenObject members) =>
        members.Optional("quantization") is null ? null : members.Member<Quantization>("quantization");

    private static bool IsRotated(WrittenObject members) => members.Flag("rotate", false);
}
