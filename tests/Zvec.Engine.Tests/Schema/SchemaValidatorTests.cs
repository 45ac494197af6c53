using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Schema;

public sealed class SchemaValidatorTests
{
    public static TheoryData<string, CollectionSchema, string> Broken => new()
    {
        { "blank name", new CollectionSchema("  ") { Fields = { Year } }, "blank" },
        { "long name", new CollectionSchema(new string('x', 257)) { Fields = { Year } }, "257 characters" },
        { "control character", new CollectionSchema("a\nb") { Fields = { Year } }, "U+000A at position 1" },
        { "lone surrogate", new CollectionSchema("a\uD800b") { Fields = { Year } }, "surrogate" },
        { "empty key name", new CollectionSchema("c") { KeyName = "", Fields = { Year } }, "key's name is blank" },
        { "null key name", new CollectionSchema("c") { KeyName = null!, Fields = { Year } }, "key's name is null" },
        { "unknown key type", new CollectionSchema("c") { Key = (KeyType)9, Fields = { Year } }, "unknown type 9" },
        { "default key type", new CollectionSchema("c") { Key = 0, Fields = { Year } }, "unknown type 0" },
        { "nothing in it", new CollectionSchema("c"), "neither fields nor vectors" },
        { "null list", new CollectionSchema("c") { Fields = null! }, "null" },
        { "null field", new CollectionSchema("c") { Fields = { null! } }, "fields is null" },
        { "null vector", new CollectionSchema("c") { Vectors = { null! } }, "vectors is null" },
        { "two fields", new CollectionSchema("c") { Fields = { Year, new FieldSchema("year", DataType.String) } }, "'year'" },
        { "field and vector", new CollectionSchema("c") { Fields = { Year },
            Vectors = { new VectorSchema("year", VectorType.Float32, 3) } }, "vector 'year'" },
        { "field and key", new CollectionSchema("c") { KeyName = "year", Fields = { Year } }, "the key has that name" },
        { "1025 fields", new CollectionSchema("c") { Fields = [.. Enumerable.Range(0, 1025)
            .Select(i => new FieldSchema($"f{i}", DataType.Bool))] }, "1025 fields" },
        { "65 vectors", new CollectionSchema("c") { Vectors = [.. Enumerable.Range(0, 65)
            .Select(i => new VectorSchema($"v{i}", VectorType.Int8, 1))] }, "65 vectors" },
        { "blank field", new CollectionSchema("c") { Fields = { new FieldSchema("", DataType.Bool) } }, "blank" },
        { "unknown data type", new CollectionSchema("c") { Fields = { new FieldSchema("f", (DataType)50) } }, "unknown type 50" },
        { "text index", new CollectionSchema("c") { Fields = { new FieldSchema("f",
            DataType.StringArray) { Index = new TextIndexOptions() } } }, "text index" },
        { "inverted index", new CollectionSchema("c") { Fields = { new FieldSchema("f",
            DataType.Binary) { Index = new InvertedIndexOptions() } } }, "inverted index" },
        { "inverted array", new CollectionSchema("c") { Fields = { new FieldSchema("f",
            DataType.BinaryArray) { Index = new InvertedIndexOptions() } } }, "inverted index" },
        { "unknown tokenizer", OfText(new() { Tokenizer = (TextTokenizer)7 }), "unknown tokenizer 7" },
        { "unknown stemmer", OfText(new() { Stemmer = (TextStemmer)7 }), "unknown stemmer 7" },
        { "unknown characters", OfText(new() { GramCharacters = (TextCharacters)33 }), "unknown gram characters 33" },
        { "no gram", OfText(new() { MinGram = 0 }), "MinGram 0; use 1 to 16" },
        { "long gram", OfText(new() { MinGram = 17, MaxGram = 17 }), "MinGram 17" },
        { "gram ends early", OfText(new() { MinGram = 3 }), "MaxGram 2; use 3, which is its MinGram, to 16" },
        { "gram ends late", OfText(new() { MaxGram = 17 }), "MaxGram 17" },
        { "stemmed grams", OfText(new() { Tokenizer = TextTokenizer.NGram, Stemmer = TextStemmer.English }), "which are for words" },
        { "grams without stop words", OfText(new() { Tokenizer = TextTokenizer.NGram, StopWords = StopWordSet.English }),
            "which are for words" },
        { "bigrams of white space", OfText(new() { Tokenizer = TextTokenizer.Whitespace, CjkBigrams = true }),
            "CjkBigrams and the tokenizer Whitespace" },
        { "stemmed capitals", OfText(new() { LowerCase = false, Stemmer = TextStemmer.English }), "set LowerCase" },
        { "no stop words", OfText(new() { StopWords = new([]) }), "0 stop words" },
        { "many stop words", OfText(new() { StopWords = new(Enumerable.Range(0, 10_001).Select(i => $"{i}")) }), "10001 stop words" },
        { "blank stop word", OfText(new() { StopWords = new(["a", " "]) }), "blank stop word" },
        { "long stop word", OfText(new() { StopWords = new([new string('x', 256)]) }), "stop word of 256 characters" },
        { "half a stop word", OfText(new() { StopWords = new(["\uD800"]) }), "surrogate" },
        { "unknown vector type", OfVector(new VectorSchema("v", (VectorType)7, 3)), "unknown type 7" },
        { "0 dimensions", OfVector(new VectorSchema("v", VectorType.Float32, 0)), "dimensions 0; use 1 to 20000" },
        { "20,001 dimensions", OfVector(new VectorSchema("v", VectorType.Float32, 20_001)), "dimensions 20001" },
        { "no index", OfVector(new VectorSchema("v", VectorType.Float32, 3) { Index = null! }), "null" },
        { "unknown metric", OfIndex(new FlatIndexOptions { Metric = (Metric)77 }), "unknown metric 77" },
        { "small M", OfIndex(new HnswIndexOptions { M = 3 }), "M 3; use 4 to 256" },
        { "large M", OfIndex(new DynamicIndexOptions { M = 257 }), "M 257" },
        { "small ef", OfIndex(new HnswIndexOptions { EfConstruction = 7 }), "EfConstruction 7; use 8 to 4096" },
        { "large ef", OfIndex(new DynamicIndexOptions { EfConstruction = 4097 }), "EfConstruction 4097" },
        { "threshold", OfIndex(new DynamicIndexOptions { Threshold = -1 }), "Threshold -1" },
        { "no lists", OfIndex(new IvfFlatIndexOptions { NList = 0 }), "NList 0; use 1 to 65536" },
        { "codes of halves", OfVector(new VectorSchema("v", VectorType.Float16,
            64) { Index = new IvfFlatIndexOptions { Quantization = Quantization.Int8 } }), "only vectors of type Float32" },
        { "rotated originals", OfVector(new VectorSchema("v", VectorType.Float32, 31) { Index = new HnswIndexOptions { Rotate = true } }),
            "has no codes" },
        { "codes of distances", OfIndex(new HnswIndexOptions { Metric = Metric.Manhattan, Quantization = Quantization.Int8 }),
            "which codes do not tell" },
        { "metric of bits", OfVector(new VectorSchema("v", VectorType.Binary, 8) { Index = new FlatIndexOptions() }),
            "use Metric.Hamming" },
        { "unknown quantization", OfIndex(new HnswIndexOptions { Quantization = (Quantization)12 }), "unknown quantization 12" },
    };

    private static FieldSchema Year => new("year", DataType.Int32);

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_rule_is_named(string rule, CollectionSchema schema, string expected)
    {
        _ = rule;
        var exception = Assert.Throws<ZvecException>(() => SchemaValidator.Validate(schema));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{schema.Name}'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VectorType.Float32, Metric.Hamming, false)]
    [InlineData(VectorType.Float16, Metric.Hamming, false)]
    [InlineData(VectorType.Int8, Metric.Hamming, true)]
    [InlineData(VectorType.Binary, Metric.Hamming, true)]
    [InlineData(VectorType.Float32, Metric.Manhattan, true)]
    [InlineData(VectorType.Float16, Metric.Manhattan, true)]
    [InlineData(VectorType.Int8, Metric.Manhattan, true)]
    public void Metrics_without_codes_have_scans_and_graphs_where_these_make_sense(VectorType type, Metric metric, bool hasGraphs)
    {
        SchemaValidator.Validate(Of(new FlatIndexOptions { Metric = metric }));
        foreach (VectorIndexOptions index in (VectorIndexOptions[])[new HnswIndexOptions { Metric = metric },
            new DynamicIndexOptions { Metric = metric }])
        {
            if (hasGraphs)
                SchemaValidator.Validate(Of(index));
            else
                Assert.Equal(ZvecErrorCode.NotSupported, Assert.Throws<ZvecException>(() => SchemaValidator.Validate(Of(index))).Code);
        }

        foreach (VectorIndexOptions index in (VectorIndexOptions[])[new IvfFlatIndexOptions { Metric = metric },
            new QuantizedFlatIndexOptions { Metric = metric }])
            Assert.Equal(ZvecErrorCode.NotSupported, Assert.Throws<ZvecException>(() => SchemaValidator.Validate(Of(index))).Code);

        CollectionSchema Of(VectorIndexOptions index) => OfVector(new VectorSchema("v", type, 64) { Index = index });
    }

    [Fact]
    public void Bits_have_the_hamming_distance_unless_another_is_asked_for()
    {
        var bits = new VectorSchema("v", VectorType.Binary, 20_000);
        SchemaValidator.Validate(OfVector(bits));
        Assert.Equal(new HnswIndexOptions { Metric = Metric.Hamming }, bits.Index);
    }

    [Fact]
    public void Names_may_hold_any_other_characters_and_differ_in_case_only()
    {
        SchemaValidator.Validate(new CollectionSchema("a/b ü 漢 😀")
        {
            Fields = { new FieldSchema("a.b", DataType.Int32),
            new FieldSchema("A.B", DataType.Int32), new FieldSchema("😀", DataType.Int32) }
        });
        SchemaValidator.Validate(new CollectionSchema(new string('x', 256)) { Fields = { Year } });
    }

    [Fact]
    public void The_ends_of_the_ranges_are_valid()
    {
        SchemaValidator.Validate(
            OfText(new() { Tokenizer = TextTokenizer.NGram, MinGram = 1, MaxGram = 16, GramCharacters = (TextCharacters)31 }));
        SchemaValidator.Validate(
            OfText(new() { StopWords = new(Enumerable.Range(0, 10_000).Select(i => $"{i}")), Stemmer = TextStemmer.English }));
        SchemaValidator.Validate(OfIndex(new HnswIndexOptions { M = 4, EfConstruction = 8 }));
        SchemaValidator.Validate(OfIndex(new DynamicIndexOptions { M = 256, EfConstruction = 4096, Threshold = 0 }));
        SchemaValidator.Validate(OfVector(new VectorSchema("v", VectorType.Float16, 20_000)));
    }

    [Fact]
    public void Identifiers_are_given_anew_and_the_callers_lists_are_let_go()
    {
        CollectionSchema first = new CollectionSchema("first") { Fields = { Year, new FieldSchema("title", DataType.String) } }.WithIds();
        var mine = new CollectionSchema("second")
        {
            Fields = { first.Fields[1] },
            Vectors = { new VectorSchema("v", VectorType.Float32, 3) },
        };
        CollectionSchema second = mine.WithIds();
        mine.Fields.Clear();
        mine.Vectors.Add(new VectorSchema("w", VectorType.Float32, 3));

        Assert.Equal([1, 2], first.Fields.Select(field => field.Id));
        Assert.Equal(1, Assert.Single(second.Fields).Id);
        Assert.Equal(2, Assert.Single(second.Vectors).Id);
        Assert.Equal(3, second.NextFieldId);
        Assert.Throws<NotSupportedException>(() => second.Fields.Clear());
        Assert.Throws<NotSupportedException>(() => second.Fields[0] = Year);
    }

    [Fact]
    public void Added_fields_get_identifiers_that_were_never_used()
    {
        CollectionSchema schema = new CollectionSchema("c") { Fields = { Year } }.WithIds();
        schema = schema.Adding(new FieldSchema("title", DataType.String) { Nullable = true }).Adding(
            new VectorSchema("v", VectorType.Float32, 3));
        schema = schema.Replacing(schema.FindField("title")!, schema.FindField("title")!.With(new TextIndexOptions()));
        Assert.Equal([1, 2], schema.Fields.Select(field => field.Id));
        Assert.Equal(3, schema.Vectors[0].Id);
        Assert.Equal(4, schema.NextFieldId);
        Assert.Equal(new TextIndexOptions(), schema.Fields[1].Index);
        Assert.True(schema.Fields[1].Nullable);
        Assert.Null(schema.Fields[0].Index);
    }

    private static CollectionSchema OfVector(VectorSchema vector) => new("c") { Vectors = { vector } };

    private static CollectionSchema OfText(TextIndexOptions index) =>
        new("c") { Fields = { new FieldSchema("f", DataType.String) { Index = index } } };

    private static CollectionSchema OfIndex(VectorIndexOptions index) =>
        OfVector(new VectorSchema("v", VectorType.Float32, 3) { Index = index });
}
