using System.Text.RegularExpressions;
using Zvec.Engine.Segments;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Security;

/// <summary>Names of collections, keys, fields and vectors never become names of files.</summary>
public sealed partial class HostileNameTests : IDisposable
{
    private static readonly string[] Hostile =
    [
        "../x", "..", ".", "a/b", @"a\b", "/etc/passwd", @"C:\x", @"\\server\share", "CON", "nul:", "COM1", "a:b", "a*?\"<>|b",
        "trailing.", "trailing ", " leading",
        "wal", "segments", "LOCK", "MANIFEST-000001", "keys", "f1.column", "e\u0301", "é", "name", "NAME", "%2e%2e%2f", "🎈",
        new string('x', 256), new string('é', 256),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Refused =>
        ["", " ", "a\0b", "line\nbreak", "tab\t", "\u007F", "\u0085", "\uD800 lone", new string('x', 257)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_of_any_kind_stay_out_of_paths_and_come_back()
    {
        string path = _folder["c"];
        var schema = new CollectionSchema("../../outside")
        {
            KeyName = "../key",
            Fields =
                [.. Hostile.Select(name => new FieldSchema(name, DataType.String) { Nullable = true, Index = new InvertedIndexOptions() })],
            Vectors =
            [
                .. Hostile.Select(name => new VectorSchema("v/" + name[..Math.Min(name.Length, 250)], VectorType.Float32, 2)
                {
                    Nullable = true,
                    Index = new DynamicIndexOptions { Threshold = 2, Metric = Metric.L2 },
                }),
            ],
        };
        using (Collection collection = Collection.Create(path, schema, new CollectionOptions { BackgroundMaintenance = false }))
        {
            await collection.InsertAsync(Hostile.Select((name, i) => Document(schema, name, i)));
            await collection.FlushAsync();
            await collection.DeleteAsync(["..", "/etc/passwd"]);
            await collection.AddFieldAsync(new FieldSchema("../added", DataType.Int32) { Nullable = true });
            await collection.OptimizeAsync();
            await collection.UpsertAsync([Document(schema, "../y", 99)]);
            await collection.CopyAsync(_folder["copy"], cancellationToken: TestContext.Current.CancellationToken);
        }

        using (Collection reopened = Collection.Open(path, new CollectionOptions { ReadOnly = true }))
        {
            Assert.Equal(Hostile.Append("../added"), reopened.Schema.Fields.Select(field => field.Name));
            Assert.Equal("99 in ../x", reopened.Fetch("../y")!["../x"]);
            Assert.Equal("3 in a/b", reopened.Fetch("a/b")!["a/b"]);
            Assert.Equal(Hostile.Length - 1, reopened.Scan().Count());
        }

        Assert.Equal(["c", "copy"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
        foreach (string entry in Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories))
            Assert.Matches(OwnNames(), Path.GetRelativePath(_folder.Path, entry).Replace('\\', '/'));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Names_that_no_schema_may_have_are_refused_and_nothing_is_made(string name)
    {
        foreach (CollectionSchema schema in new[]
        {
            new CollectionSchema(name) { Fields = { new FieldSchema("n", DataType.Int32) } },
            new CollectionSchema("c") { KeyName = name, Fields = { new FieldSchema("n", DataType.Int32) } },
            new CollectionSchema("c") { Fields = { new FieldSchema(name, DataType.Int32) } },
            new CollectionSchema("c") { Vectors = { new VectorSchema(name, VectorType.Float32, 2) } },
        })
        {
            Assert.Equal(ZvecErrorCode.InvalidArgument, Assert.Throws<ZvecException>(() => Collection.Create(_folder["c"], schema)).Code);
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        }
    }

    [Theory]
    [InlineData("../../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("f1/../../x")]
    [InlineData(@"f1\x")]
    [InlineData("f1.COLUMN")]
    [InlineData("f1.column\0")]
    [InlineData("LOCK")]
    public void A_manifest_that_names_a_file_elsewhere_is_damaged(string name)
    {
        var manifest = new Manifest
        {
            Id = Guid.NewGuid(),
            Generation = 1,
            FirstLog = 1,
            NextSegment = 2,
            Schema = new CollectionSchema("c") { Fields = { new FieldSchema("n", DataType.Int32) } }.WithIds(),
            Segments =
                [new SegmentRecord(1, 1, null, new Dictionary<string, SegmentFile> { ["keys"] = new(100, 1), [name] = new(100, 1) })],
        };
        var exception = Assert.Throws<ZvecException>(
            () => ManifestJson.Read(ManifestJson.Write(manifest).Span, ManifestStore.Version, "/c/MANIFEST-000001"));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
    }

    private static Document Document(CollectionSchema schema, string key, int i)
    {
        var document = new Document(key);
        foreach (FieldSchema field in schema.Fields)
            document[field.Name] = $"{i} in {field.Name}";
        foreach (VectorSchema vector in schema.Vectors)
            document[vector.Name] = new float[] { i, 1 };
        return document;
    }

    [GeneratedRegex(
        @"^(c|copy)(/(LOCK|MANIFEST-\d{6}|wal(/\d{6}\.wal)?"
            + @"|segments(/\d{6}(/(keys|f\d+\.(column|inverted)|v\d+\.(vectors|hnsw)|deletes\.\d{6}))?)?))?$")]
    private static partial Regex OwnNames();
}
