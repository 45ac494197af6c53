using System.Text;
using System.Text.Json.Nodes;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Tests.Segments;

public sealed class ManifestValidatorTests
{
    private const string Path = "/c/MANIFEST-000042";

    [Fact]
    public void A_manifest_as_the_writer_makes_it_is_read() => Assert.Equal(10, Read(_ => { }).Segments[0].Rows);

    [Theory]
    [InlineData("generation", 0)]
    [InlineData("generation", -1)]
    [InlineData("generation", long.MaxValue)]
    [InlineData("firstLog", 0)]
    [InlineData("firstLog", long.MaxValue)]
    [InlineData("nextSegment", 0)]
    [InlineData("nextSegment", int.MaxValue)]
    [InlineData("nextSegment", 7)]
    public void Numbers_that_cannot_be_counted_on_from_are_refused(string name, long value) => Refuses(root => root[name] = value);

    [Theory]
    [InlineData("number", 0)]
    [InlineData("number", -5)]
    [InlineData("rows", 0)]
    [InlineData("rows", -1)]
    [InlineData("rows", int.MaxValue)]
    public void A_segment_that_cannot_be_is_refused(string name, int value) => Refuses(root => root["segments"]![0]![name] = value);

    [Theory]
    [InlineData("generation", 0)]
    [InlineData("generation", 43)]
    [InlineData("rows", -1)]
    [InlineData("rows", 11)]
    public void A_delete_map_that_cannot_be_is_refused(string name, int value) =>
        Refuses(root => root["segments"]![0]!["deletes"]![name] = value);

    [Theory]
    [InlineData("../keys")]
    [InlineData("/keys")]
    [InlineData("f2.column")]
    [InlineData("f0.column")]
    [InlineData("f01.column")]
    [InlineData("f1.column ")]
    [InlineData("v1.column")]
    public void A_file_of_another_name_is_refused(string name) =>
        Refuses(root => root["segments"]![0]!["files"]![name] = new JsonObject { ["length"] = 1 });

    [Fact]
    public void A_negative_length_is_refused() => Refuses(root => root["segments"]![0]!["files"]!["keys"]!["length"] = -1);

    [Fact]
    public void A_segment_that_is_there_twice_is_refused() =>
        Refuses(root => root["segments"]!.AsArray().Add(root["segments"]![0]!.DeepClone()));

    [Fact]
    public void Identifiers_of_fields_leave_room_for_further_ones() => Refuses(root => root["schema"]!["nextFieldId"] = int.MaxValue);

    [Fact]
    public void Nesting_is_bounded() => Refuses(root => root["segments"] = JsonNode.Parse(new string('[', 40) + new string(']', 40)));

    private static void Refuses(Action<JsonNode> change)
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => Read(change));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
    }

    private static Manifest Read(Action<JsonNode> change)
    {
        CollectionSchema schema = new CollectionSchema("s") { Fields = { new FieldSchema("a", DataType.Int32) } }.WithIds();
        var file = new SegmentFile(100, 1);
        var segment = new SegmentRecord(
            7,
            10,
            new DeletesRecord(42, 3, file),
            new Dictionary<string, SegmentFile> { ["keys"] = file, ["f1.column"] = file, ["f1.inverted"] = file });
        var manifest = new Manifest
        {
            Id = Guid.NewGuid(),
            Generation = 42,
            Schema = schema,
            Segments = [segment],
            NextSegment = 8,
            FirstLog = 3,
        };
        JsonNode json = JsonNode.Parse(ManifestJson.Write(manifest).Span)!;
        change(json);
        return ManifestJson.Read(Encoding.UTF8.GetBytes(json.ToJsonString()), version: 2, Path);
    }
}
