using System.Text;
using CsCheck;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Schema;

public sealed class SchemaJsonTests
{
    internal static readonly CollectionSchema Sample = new CollectionSchema("books 😀 \"quoted\"")
    {
        Key = KeyType.Guid,
        KeyName = "isbn",
        Fields =
        [
            .. Enum.GetValues<DataType>().Select(type => new FieldSchema($"f{type}", type) { Nullable = (int)type % 2 == 0 }),
            new FieldSchema("text", DataType.String)
            {
                Index = new TextIndexOptions
                {
                    AsciiFolding = true,
                    StopWords = new StopWordSet(["the", "\"é\"", "a"]),
                    Stemmer = TextStemmer.English,
                    CjkBigrams = true,
                    MinGram = 3,
                    MaxGram = 5,
                    GramCharacters = TextCharacters.Letters | TextCharacters.Symbols,
                },
            },
            new FieldSchema("tags", DataType.StringArray) { Nullable = true, Index = new InvertedIndexOptions() },
        ],
        Vectors =
        [
            new VectorSchema("scanned", VectorType.Int8, 20_000)
            {
                Nullable = true, Index = new FlatIndexOptions { Metric = Metric.Hamming },
            },
            new VectorSchema("graph", VectorType.Float32, 768)
            {
                Index = new HnswIndexOptions { Metric = Metric.InnerProduct, M = 17, EfConstruction = 99 },
            },
            new VectorSchema("groups", VectorType.Float32, 3)
            {
                Index = new IvfFlatIndexOptions { NList = 7, Quantization = Quantization.Int4, Rotate = true },
            },
            new VectorSchema("codes", VectorType.Float32, 40)
            {
                Index = new QuantizedFlatIndexOptions { Metric = Metric.L2, Quantization = Quantization.Float16 },
            },
            new VectorSchema("either", VectorType.Float16, 1)
            {
                Index = new DynamicIndexOptions { Metric = Metric.L2, M = 18, EfConstruction = 98, Threshold = 5 },
            },
        ],
    }.WithIds();

    [Fact]
    public void Fields_and_vectors_are_found_by_name()
    {
        Assert.Equal(DataType.StringArray, Sample.FindField("tags")!.Type);
        Assert.Equal(768, Sample.FindVector("graph")!.Dimensions);
        Assert.Null(Sample.FindField("Tags"));
        Assert.Null(Sample.FindField("graph"));
        Assert.Null(Sample.FindVector("tags"));
    }

    [Fact]
    public void A_schema_comes_back_the_same()
    {
        CollectionSchema back = SchemaJson.Deserialize(SchemaJson.Serialize(Sample), "/m");
        Assert.Empty(SchemaComparer.Differences(Sample, back));
        Assert.Equal(Sample.NextFieldId, back.NextFieldId);
        Assert.Equal(Sample.Fields.Select(field => (field.Id, field.Name)), back.Fields.Select(field => (field.Id, field.Name)));
        Assert.Equal(Sample.Vectors.Select(vector => (vector.Id, vector.Name)), back.Vectors.Select(vector => (vector.Id, vector.Name)));
        Assert.Equal(SchemaJson.Serialize(Sample), SchemaJson.Serialize(back));
        Assert.Equal(Sample.Fields.Select(field => field.Index), back.Fields.Select(field => field.Index));
    }

    [Fact]
    public void A_text_index_of_before_there_were_options_has_the_defaults()
    {
        CollectionSchema schema = new CollectionSchema("c")
        {
            Fields = { new FieldSchema("text",
            DataType.String) { Index = new TextIndexOptions() } }
        }.WithIds();
        string json = Encoding.UTF8.GetString(SchemaJson.Serialize(schema));
        int members = json.IndexOf(",\"tokenizer\"", StringComparison.Ordinal);
        string old = json[..members] + json[json.IndexOf('}', members)..];
        Assert.Contains("{\"kind\":\"text\"}", old, StringComparison.Ordinal);
        Assert.Equal(new TextIndexOptions(), SchemaJson.Deserialize(Encoding.UTF8.GetBytes(old), "/m").Fields[0].Index);
        Assert.Equal(new TextIndexOptions(), SchemaJson.Deserialize(Encoding.UTF8.GetBytes(json), "/m").Fields[0].Index);
    }

    [Theory]
    [InlineData("\"Float16\"", "\"Float128\"")]
    [InlineData("\"Hamming\"", "\"Jaccard\"")]
    [InlineData("\"Hamming\"", "\"4\"")]
    [InlineData("\"Hamming\"", "\"L2, InnerProduct\"")]
    [InlineData("\"hnsw\"", "\"diskann\"")]
    [InlineData("\"inverted\"", "\"bloom\"")]
    [InlineData("\"quantization\":\"Int8\"", "\"quantization\":\"Int2\"")]
    [InlineData("\"m\":17", "\"m\":17,\"alpha\":1.2")]
    [InlineData("\"nextFieldId\"", "\"ttl\":5,\"nextFieldId\"")]
    [InlineData("\"tokenizer\":\"Standard\"", "\"tokenizer\":\"Jieba\"")]
    [InlineData("\"stemmer\":\"English\"", "\"stemmer\":\"Klingon\"")]
    [InlineData("\"Letters\"", "\"Emoji\"")]
    [InlineData("\"Letters\"", "\"All\"")]
    [InlineData("\"tokenizer\"", "\"synonyms\":[],\"tokenizer\"")]
    public void What_a_newer_version_wrote_is_refused_as_such(string old, string changed) =>
        AssertRefused(ZvecErrorCode.UnsupportedFormat, old, changed);

    [Theory]
    [InlineData("\"nextFieldId\":46,", "")]
    [InlineData("\"nextFieldId\":46", "\"nextFieldId\":45")]
    [InlineData("\"nextFieldId\":46", "\"nextFieldId\":4.5")]
    [InlineData("\"nextFieldId\":46", "\"nextFieldId\":46,\"nextFieldId\":46")]
    [InlineData("\"id\":2,", "\"id\":1,")]
    [InlineData("\"id\":2,", "\"id\":-2,")]
    [InlineData("\"id\":2,", "\"id\":\"2\",")]
    [InlineData("\"nullable\":true", "\"nullable\":1")]
    [InlineData("\"dimensions\":768", "\"dimensions\":0")]
    [InlineData("\"fInt8\"", "\"fBool\"")]
    [InlineData("\"fInt8\"", "\"\\uD800\"")]
    [InlineData("{\"kind\":\"inverted\"}", "{}")]
    [InlineData("{\"kind\":\"inverted\"}", "[]")]
    [InlineData("\"fields\":[", "\"fields\":[[],")]
    [InlineData("\"key\":{\"type\":\"Guid\",\"name\":\"isbn\"}", "\"key\":null")]
    [InlineData("\"minGram\":3,", "")]
    [InlineData("\"minGram\":3", "\"minGram\":0")]
    [InlineData("\"maxGram\":5", "\"maxGram\":2")]
    [InlineData("\"lowerCase\":true", "\"lowerCase\":false")]
    [InlineData("\"stopWords\":[", "\"stopWords\":[null,")]
    [InlineData("\"stopWords\":[", "\"stopWords\":[\"\",")]
    [InlineData("}", "")]
    public void Damage_is_corruption(string old, string changed) => AssertRefused(ZvecErrorCode.DataCorruption, old, changed);

    [Fact]
    public void Random_damage_never_gives_another_failure() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Byte, Gen.Int[0, 3]).Sample((position, value, cut) =>
        {
            byte[] json = SchemaJson.Serialize(Sample);
            json[position % json.Length] = value;
            try
            {
                SchemaJson.Deserialize(json.AsMemory(0, json.Length - cut), "/m");
            }
            catch (ZvecException exception)
            {
                Assert.True(exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat);
            }
        });

    private static void AssertRefused(ZvecErrorCode code, string old, string changed)
    {
        string json = Encoding.UTF8.GetString(SchemaJson.Serialize(Sample));
        int at = json.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, json);
        string damaged = json[..at] + changed + json[(at + old.Length)..];
        var exception = Assert.Throws<ZvecException>(() => SchemaJson.Deserialize(Encoding.UTF8.GetBytes(damaged), "/data/MANIFEST"));
        Assert.Equal(code, exception.Code);
        Assert.Contains("/data/MANIFEST", exception.Message, StringComparison.Ordinal);
    }
}
