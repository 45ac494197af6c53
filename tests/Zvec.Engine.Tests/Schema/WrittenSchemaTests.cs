using Zvec.Engine.Schema;

namespace Zvec.Engine.Tests.Schema;

public sealed class WrittenSchemaTests
{
    [Fact]
    public void A_schema_comes_back_the_same()
    {
        CollectionSchema schema = SchemaJsonTests.Sample;
        foreach (bool indented in (bool[])[false, true])
        {
            CollectionSchema back = CollectionSchema.FromJson(schema.ToJson(indented));
            Assert.Empty(SchemaComparer.Differences(schema, back));
            Assert.Equal(schema.Fields.Select(field => field.Name), back.Fields.Select(field => field.Name));
            Assert.Equal(schema.ToJson(), back.ToJson());
        }
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        CollectionSchema read = CollectionSchema.FromJson("""
            {
              // a comment, and commas at the end
              "name": "books", "key": "int64",
              "fields": [
                { "name": "year", "type": "int32", "index": "inverted" },
                { "name": "title", "type": "String", "index": { "kind": "text", "stemmer": "english", "stopWords": "english" } },
              ],
              "vectors": [
                { "name": "embedding", "type": "float32", "dimensions": 4, "index": { "kind": "HNSW", "m": 20 } },
                { "name": "plain", "type": "Float32", "dimensions": 4 },
                { "name": "words", "type": "Sparse" },
                { "name": "bits", "type": "Binary", "dimensions": 8, "index": "flat" },
              ],
            }
            """);
        var expected = new CollectionSchema("books")
        {
            Key = KeyType.Int64,
            Fields =
            {
                new FieldSchema("year", DataType.Int32) { Index = new InvertedIndexOptions() },
                new FieldSchema("title", DataType.String)
                {
                    Index = new TextIndexOptions { Stemmer = TextStemmer.English, StopWords = StopWordSet.English },
                },
            },
            Vectors =
            {
                new VectorSchema("embedding", VectorType.Float32, 4) { Index = new HnswIndexOptions { M = 20 } },
                new VectorSchema("plain", VectorType.Float32, 4),
                new VectorSchema("words", VectorType.Sparse),
                new VectorSchema("bits", VectorType.Binary, 8) { Index = new FlatIndexOptions { Metric = Metric.Hamming } },
            },
        };
        Assert.Empty(SchemaComparer.Differences(expected, read));
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"fields":[]}""", "'name'")]
    [InlineData("""{"name":"c"}""", "neither fields nor vectors")]
    [InlineData("""{"name":"c","name":"d"}""", "twice")]
    [InlineData("""{"name":5}""", "string")]
    [InlineData("""{"name":"c","fields":{}}""", "'fields'")]
    [InlineData("""{"name":"c","ttl":5}""", "'ttl'")]
    [InlineData("""{"name":"c","key":"Float"}""", "'Float'")]
    [InlineData("""{"name":"c","fields":[{"type":"Int32"}]}""", "'name'")]
    [InlineData("""{"name":"c","fields":[{"name":"a"}]}""", "'type'")]
    [InlineData("""{"name":"c","fields":[{"name":"a","type":"int"}]}""", "Field 'a'")]
    [InlineData("""{"name":"c","fields":[{"name":"a","type":"Int32","nullable":1}]}""", "'nullable'")]
    [InlineData("""{"name":"c","fields":[{"name":"a","type":"Int32","index":"hash"}]}""", "'hash'")]
    [InlineData("""{"name":"c","fields":[{"name":"a","type":"Int32","index":{"kind":"inverted","m":5}}]}""", "'m'")]
    [InlineData("""{"name":"c","fields":[{"name":"a","type":"Int32","index":"text"}]}""", "String fields")]
    [InlineData("""{"name":"c","vectors":[{"name":"v","type":"Float32"}]}""", "'dimensions'")]
    [InlineData("""{"name":"c","vectors":[{"name":"v","type":"Float32","dimensions":1.5}]}""", "1.5")]
    [InlineData("""{"name":"c","vectors":[{"name":"v","type":"Float32","dimensions":0}]}""", "dimensions 0")]
    [InlineData("""{"name":"c","vectors":[{"name":"v","type":"Float32","dimensions":2,"index":"tree"}]}""", "'tree'")]
    [InlineData("""{"name":"c","vectors":[{"name":"v","type":"Float32","dimensions":2,"index":{"metric":"L2"}}]}""", "'kind'")]
    [InlineData("""{"name":"c","vectors":[{"name":"v","type":"Float32","dimensions":2,"index":{"kind":"flat","metric":"dot"}}]}""", "'dot'")]
    [InlineData("""{"name":"\uD800"}""", "surrogate")]
    public void What_breaks_a_rule_is_named(string json, string named)
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => CollectionSchema.FromJson(json));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }
}
