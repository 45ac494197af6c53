using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Schema;

public sealed class SchemaComparerTests
{
    [Fact]
    public void The_same_schema_in_another_order_has_no_differences()
    {
        var one = new CollectionSchema("c")
        {
            Fields = { new FieldSchema("a", DataType.Int32) { Index = new InvertedIndexOptions() }, new FieldSchema("b", DataType.Bool) },
        };
        var other = new CollectionSchema("c")
        {
            Fields = { new FieldSchema("b", DataType.Bool), new FieldSchema("a", DataType.Int32) { Index = new InvertedIndexOptions() } },
        };
        Assert.Empty(SchemaComparer.Differences(one.WithIds(), other));
    }

    [Fact]
    public void Every_difference_is_told()
    {
        var existing = new CollectionSchema("books")
        {
            Fields =
            {
                new FieldSchema("year", DataType.Int32),
                new FieldSchema("gone", DataType.Bool),
                new FieldSchema("swapped", DataType.Bool),
                new FieldSchema("text", DataType.String) { Index = new TextIndexOptions() },
            },
            Vectors =
            {
                new VectorSchema("v", VectorType.Float32, 3),
                new VectorSchema("lost", VectorType.Float32, 3),
            },
        };
        var requested = new CollectionSchema("novels")
        {
            Key = KeyType.Int64,
            KeyName = "number",
            Fields =
            {
                new FieldSchema("year", DataType.Int64) { Nullable = true }, new FieldSchema("added", DataType.Bool),
                new FieldSchema("text", DataType.String),
            },
            Vectors =
            {
                new VectorSchema("v", VectorType.Float16, 4) { Nullable = true, Index = new FlatIndexOptions { Metric = Metric.L2 } },
                new VectorSchema("swapped", VectorType.Float32, 3),
            },
        };
        Assert.Equal(
            [
                "the collection is named 'books' and the schema 'novels'",
                "the key is named 'id' in the collection and 'number' in the schema",
                "the key is String in the collection and Int64 in the schema",
                "field 'year' is Int32 in the collection and Int64 in the schema",
                "field 'year' is not nullable in the collection and nullable in the schema",
                "field 'added' is in the schema and not in the collection",
                "field 'text' has a text index in the collection and no index in the schema",
                "vector 'v' is Float32 in the collection and Float16 in the schema",
                "vector 'v' is not nullable in the collection and nullable in the schema",
                "vector 'v' has 3 dimensions in the collection and 4 in the schema",
                "vector 'v' has an HNSW index (metric Cosine, M 16, efConstruction 200, quantization by default) in the collection "
                    + "and a flat index (metric L2) in the schema",
                "'swapped' is a field in the collection and a vector in the schema",
                "field 'gone' is in the collection and not in the schema",
                "vector 'lost' is in the collection and not in the schema",
            ],
            SchemaComparer.Differences(existing, requested));
    }

    [Fact]
    public void Text_indexes_with_other_options_differ()
    {
        static CollectionSchema Of(TextIndexOptions index) => new("c")
        {
            Fields = { new FieldSchema("text", DataType.String) { Index = index } },
        };
        var rich = new TextIndexOptions { StopWords = new StopWordSet(["the", "a"]), Stemmer = TextStemmer.English, AsciiFolding = true };
        Assert.Empty(SchemaComparer.Differences(Of(rich), Of(rich with { StopWords = new StopWordSet(["a", "the", "a"]) })));
        Assert.Equal(
            [
                "field 'text' has a text index in the collection and a text index (folded to ASCII, stop words 2 words, stemmer English) "
                    + "in the schema",
            ],
            SchemaComparer.Differences(Of(new TextIndexOptions()), Of(rich)));
        var grams = new TextIndexOptions
        {
            Tokenizer = TextTokenizer.NGram,
            LowerCase = false,
            MaxGram = 3,
            GramCharacters = TextCharacters.Letters
        };
        Assert.Equal(
            [
                "field 'text' has a text index (tokenizer NGram, not lower-cased, 2 to 3 characters a gram, grams of Letters) in the "
                    + "collection "
                    + "and a text index (stop words English, CJK bigrams) in the schema",
            ],
            SchemaComparer.Differences(Of(grams), Of(new TextIndexOptions { CjkBigrams = true, StopWords = StopWordSet.English })));
    }
}
