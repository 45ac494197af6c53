using System.Buffers.Binary;
using System.IO.Compression;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Partitions;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Tests.Golden;

/// <summary>Collections of every released format are opened, read, written to and upgraded, and hold what was written to them, to the last
/// bit.</summary>
public sealed class GoldenTests : IDisposable
{
    private const int FirstWithCodes = 3;

    private static readonly CollectionOptions Writing = new() { BackgroundMaintenance = false };
    private static readonly CollectionOptions Reading = new() { ReadOnly = true };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Formats => [.. GoldenFiles.Formats];

    public void Dispose() => _folder.Dispose();

    /// <summary>Writes the golden file of the present format; run it with <c>--explicit only --filter-method
    /// "*Write_the_golden_file_of_the_present_format"</c> after a version was raised, and add the file to the repository.</summary>
    [Fact(Explicit = true)]
    public async Task Write_the_golden_file_of_the_present_format()
    {
        await GoldenWorkload.WriteAsync(_folder["golden"]);
        GoldenFiles.Pack(_folder["golden"], GoldenFiles.PathOf(ManifestStore.Version));
    }

    [Fact]
    public void Every_present_version_stands_in_the_newest_golden_file()
    {
        var written = new SortedDictionary<FileKind, int>();
        using (ZipArchive archive = ZipFile.OpenRead(GoldenFiles.PathOf(GoldenFiles.Formats[^1])))
        {
            foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name != "LOCK"))
            {
                using Stream stream = entry.Open();
                byte[] header = new byte[8];
                stream.ReadExactly(header);
                written[(FileKind)BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(4))] = BinaryPrimitives.ReadUInt16LittleEndian(
                    header.AsSpan(6));
            }
        }

        // whoever raises one of these writes a golden file of the new format, and leaves those of the old ones as they are
        var present = new SortedDictionary<FileKind, int>
        {
            [FileKind.Manifest] = ManifestStore.Version,
            [FileKind.WriteAheadLog] = WalFormat.Version,
            [FileKind.Keys] = ColumnWriter.Version,
            [FileKind.Column] = ColumnWriter.Version,
            [FileKind.InvertedIndex] = InvertedIndexWriter.Version,
            [FileKind.Vectors] = VectorColumnFormat.Version,
            [FileKind.Hnsw] = HnswFormat.Version,
            [FileKind.DeleteMap] = ManifestStore.DeleteMapVersion,
            [FileKind.Codes] = CodesFormat.Version,
            [FileKind.Ivf] = IvfFormat.Version,
            [FileKind.Text] = TextFormat.Version,
            [FileKind.SparseVectors] = SparseColumn.Version,
            [FileKind.SparseIndex] = SparseSections.Version,
            [FileKind.Partitions] = PartitionCatalogFile.Version,
        };
        Assert.Equal(GoldenFiles.KindsOfCollections, present.Keys);
        Assert.Equal(present, written);
        Assert.Equal(Enumerable.Range(1, ManifestStore.Version), GoldenFiles.Formats);
        Assert.All(GoldenFiles.Formats, format => Assert.InRange(new FileInfo(GoldenFiles.PathOf(format)).Length, 10_000, 200_000));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_reader_sees_what_was_written_and_changes_nothing(int format)
    {
        GoldenFiles.Extract(format, _folder["golden"]);
        SortedDictionary<string, string> before = GoldenFiles.Bytes(_folder["golden"]);
        using (Collection everything = Open(GoldenWorkload.Everything, Reading))
            CheckEverything(everything);
        foreach (KeyType key in GoldenContent.KeyTypes)
        {
            using Collection small = Open(GoldenWorkload.SmallName(key), Reading);
            CheckSmall(small, key, GoldenWorkload.SmallDocuments);
        }

        using (Collection torn = Open(GoldenWorkload.Torn, Reading))
            CheckSmall(torn, KeyType.Int32, GoldenWorkload.TornDocuments);
        if (format >= FirstWithCodes)
        {
            using Collection indexed = Open(GoldenWorkload.Indexed, Reading);
            CheckIndexed(indexed);
            var options = new PartitionedCollectionOptions { Partition = Reading };
            using var parts = PartitionedCollection.Open(Path.Combine(_folder["golden"], GoldenWorkload.Partitioned), options);
            CheckPartitioned(parts, includesDetached: false);
        }

        Assert.Equal(before, GoldenFiles.Bytes(_folder["golden"]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_writer_goes_on_with_it_and_upgrades_it(int format)
    {
        GoldenFiles.Extract(format, _folder["golden"]);
        SortedDictionary<int, Document> expected = Everything();
        using (Collection collection = Open(GoldenWorkload.Everything, Writing))
        {
            CheckEverything(collection);
            Assert.Equal(4, collection.GetStatistics().Segments);
            for (int i = 55; i < 65; i++)
                expected[i] = GoldenContent.Document(i, 3);
            expected.Remove(0);
            expected.Remove(129);
            await collection.UpsertAsync(Enumerable.Range(55, 10).Select(i => expected[i]));
            await collection.DeleteAsync([GoldenContent.Key(0), GoldenContent.Key(129)]);
            foreach (Document document in expected.Values)
                document[GoldenContent.AddedField] ??= null; // absent where it was never written
            Assert.Equal(DocumentText.Of(expected.Values), DocumentText.Of(collection.Scan()));
        }

        using (Collection collection = Open(GoldenWorkload.Everything, Writing))
        {
            Assert.Equal(DocumentText.Of(expected.Values), DocumentText.Of(collection.Scan()));
            await collection.FlushAsync();
        }

        Assert.Equal(
            ManifestStore.Version,
            VersionOf(Assert.Single(Directory.GetFiles(Path.Combine(_folder["golden"], GoldenWorkload.Everything), "MANIFEST-*"))));
        using (Collection collection = Open(GoldenWorkload.Everything, Writing))
        {
            Assert.Equal(DocumentText.Of(expected.Values), DocumentText.Of(collection.Scan()));
            await collection.OptimizeAsync();
            Assert.Equal(DocumentText.Of(expected.Values), DocumentText.Of(collection.Scan()));
            Assert.Equal(1, collection.GetStatistics().Segments);
        }

        using Collection last = Open(GoldenWorkload.Everything, Reading);
        Assert.Equal(DocumentText.Of(expected.Values), DocumentText.Of(last.Scan()));
        CheckSearches(last, expected);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Partitions_are_attached_and_brought_up(int format)
    {
        if (format < FirstWithCodes)
            return;
        GoldenFiles.Extract(format, _folder["golden"]);
        string path = Path.Combine(_folder["golden"], GoldenWorkload.Partitioned);
        var options = new PartitionedCollectionOptions { Partition = Writing };
        using (var parts = PartitionedCollection.Open(path, options))
            await parts.AttachPartitionAsync(GoldenContent.DetachedPartition);
        using (var parts = PartitionedCollection.Open(path, options))
            CheckPartitioned(parts, includesDetached: true);
        Assert.True(PartitionedCollection.Verify(path).IsIntact);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_torn_log_is_cut_and_written_on(int format)
    {
        GoldenFiles.Extract(format, _folder["golden"]);
        using (Collection torn = Open(GoldenWorkload.Torn, Writing))
        {
            CheckSmall(torn, KeyType.Int32, GoldenWorkload.TornDocuments);
            await torn.InsertAsync([GoldenContent.SmallDocument(KeyType.Int32, 20)]);
        }

        using Collection reopened = Open(GoldenWorkload.Torn, Reading);
        CheckSmall(reopened, KeyType.Int32, GoldenWorkload.TornDocuments.Append(20));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_copy_is_of_the_present_format_and_equal(int format)
    {
        GoldenFiles.Extract(format, _folder["golden"]);
        using (Collection everything = Open(GoldenWorkload.Everything, Reading))
        {
            CopyResult result = await everything.CopyAsync(_folder["copy"], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(new CopyResult(GoldenWorkload.Revisions.Count, 0), result);
        }

        using Collection copy = Collection.Open(_folder["copy"], Reading);
        CheckEverything(copy);
        Assert.Equal(1, copy.GetStatistics().Segments);
        foreach (string path in Directory.GetFiles(_folder["copy"], "MANIFEST-*"))
            Assert.Equal(ManifestStore.Version, VersionOf(path));
    }

    private static int VersionOf(string path) => BinaryPrimitives.ReadUInt16LittleEndian(File.ReadAllBytes(path).AsSpan(6));

    private static SortedDictionary<int, Document> Everything() =>
        new(GoldenWorkload.Revisions.Keys.ToDictionary(i => i, GoldenWorkload.Expected));

    private static void CheckEverything(Collection collection)
    {
        SortedDictionary<int, Document> expected = Everything();
        CollectionSchema schema = GoldenContent.Schema();
        schema.Fields.Add(
            new FieldSchema(GoldenContent.AddedField, DataType.String) { Nullable = true, Index = new InvertedIndexOptions() });
        Assert.Empty(SchemaComparer.Differences(collection.Schema, schema));
        Assert.Equal(DocumentText.Of(expected.Values), DocumentText.Of(collection.Scan()));
        Assert.Equal(expected.Count, collection.GetStatistics().Documents);
        foreach ((int i, Document document) in expected)
            Assert.Equal(DocumentText.Of(document), DocumentText.Of(collection.Fetch(GoldenContent.Key(i))!));
        Assert.Null(collection.Fetch(GoldenContent.Key(3)));
        Assert.Null(collection.Fetch(GoldenContent.Key(128)));
        CheckSearches(collection, expected);
    }

    private static void CheckIndexed(Collection collection)
    {
        Assert.Empty(SchemaComparer.Differences(collection.Schema, GoldenContent.IndexedSchema()));
        Assert.All(collection.GetStatistics().IndexCompleteness.Values, complete => Assert.Equal(1, complete));
        Assert.Equal(
            Enumerable.Range(0, GoldenWorkload.IndexedCount).Select(i => DocumentText.Of(GoldenContent.IndexedDocument(i))).Order(
                StringComparer.Ordinal),
            DocumentText.Of(collection.Scan()));
        Assert.Equal(15, collection.Search(new TextQuery("words", "\"one fox\"") { Top = 100 }).Count);
        var terms = new VectorQuery("terms", new SparseVector([3, 101], [2, 1])) { Top = 100 };
        Assert.Equal(
            Enumerable.Range(0, GoldenWorkload.IndexedCount).Count(i => i % 5 != 0), collection.Search(terms).Count);
        Assert.Equal(
            (SparseVector)GoldenContent.IndexedDocument(59)["terms"]!,
            collection.Fetch(collection.Search(terms)[0].Key)!.Get<SparseVector>("terms"));
        float[] query = [.. Enumerable.Range(0, GoldenContent.Dimensions).Select(element => GoldenContent.Element(1234, element))];
        foreach (string field in (string[])["coded", "grouped"])
        {
            DocumentKey[] found = [.. collection.Search(new VectorQuery(field, query) { Ef = 60, NProbe = 3 }).Select(hit => hit.Key)];
            Assert.Equal(collection.Search(new VectorQuery(field, query) { Exact = true }).Select(hit => hit.Key), found);
        }
    }

    private static void CheckPartitioned(PartitionedCollection parts, bool includesDetached)
    {
        Assert.Empty(SchemaComparer.Differences(parts.Schema, GoldenContent.PartitionedSchema("after")));
        Assert.Equal(["(none)", "2026-01", "2026-02", "2026-03"], parts.Partitions.Select(partition => partition.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            DocumentText.Of(Enumerable.Range(0, GoldenContent.PartitionedCount)
                .Where(i => includesDetached || i % 4 != 1)
                .Select(i => GoldenContent.PartitionedDocument(i, "after"))),
            DocumentText.Of(parts.Scan()));
        Assert.Equal(["2026-03"], parts.PartitionsFor("day >= '2026-03-01'"));
    }

    private static void CheckSearches(Collection collection, SortedDictionary<int, Document> expected)
    {
        float[] query = [.. Enumerable.Range(0, GoldenContent.Dimensions).Select(element => GoldenContent.Element(1234, element))];
        string[] nearest =
        [
            .. expected.Values
                .OrderBy(document => document.Get<ReadOnlyMemory<float>>("floats").ToArray().Zip(
                    query, (a, b) => ((double)a - b) * ((double)a - b)).Sum())
                .Select(document => document.Key.ToString())
                .Take(10),
        ];
        Assert.Equal(nearest, collection.Search(new VectorQuery("floats", query) { Ef = 500 }).Select(hit => hit.Document.Key.ToString()));
        Assert.Equal(
            nearest, collection.Search(new VectorQuery("floats", query) { Exact = true }).Select(hit => hit.Document.Key.ToString()));

        Assert.Equal(
            DocumentText.Of(expected.Values.Where(document => document.Get<int>("number") is >= 9_000 and < 102_000)),
            DocumentText.Of(collection.Scan("number >= 9000 and number < 102000")));
        Assert.Equal(
            DocumentText.Of(expected.Values.Where(document => document["Int64"] is null)),
            DocumentText.Of(collection.Scan("Int64 is null")));
        Assert.Equal(
            DocumentText.Of(expected.Values.Where(document => (string?)document[GoldenContent.AddedField] == "of 104")),
            DocumentText.Of(collection.Scan(Filter.Equal(GoldenContent.AddedField, "of 104"))));
    }

    private static void CheckSmall(Collection collection, KeyType key, IEnumerable<int> documents)
    {
        Assert.Empty(SchemaComparer.Differences(collection.Schema, GoldenContent.SmallSchema(key)));
        Document[] expected = [.. documents.Select(i => GoldenContent.SmallDocument(key, i))];
        Assert.Equal(DocumentText.Of(expected), DocumentText.Of(collection.Scan()));
        Assert.Equal(
            expected.Select(DocumentText.Of),
            collection.Fetch(expected.Select(document => document.Key)).Select(document => DocumentText.Of(document!)));
    }

    private Collection Open(string name, CollectionOptions options) => Collection.Open(Path.Combine(_folder["golden"], name), options);
}
