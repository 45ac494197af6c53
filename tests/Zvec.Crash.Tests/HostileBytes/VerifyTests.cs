using System.Buffers.Binary;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Collections;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Verification finds content that is wrong although every checksum is right, names all that is damaged, and can be run while
/// the collection is written.</summary>
public sealed class VerifyTests
{
    private static readonly string[] Sections = ["keys", "f1.column", "f2.column", "f1.inverted", "v6.vectors", "v6.codes", "v6.hnsw"];

    [Fact]
    public async Task A_key_that_its_map_does_not_find_is_a_problem() =>
        await FindsAsync("keys", 100, bytes => bytes[..8].Clear(), "key map finds key", everyPlace: 8);

    [Fact]
    public async Task A_value_that_its_index_does_not_list_is_a_problem() =>
        await FindsAsync("f1.column", ColumnSections.Values, bytes => bytes[0]++, "which it does not hold", problemIn: "f1.inverted");

    [Fact]
    public async Task A_key_that_was_changed_is_a_problem() =>
        await FindsAsync(
            "keys", ColumnSections.Values, bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes, 77_777), "key map finds key");

    [Fact]
    public async Task Text_that_is_not_UTF8_is_a_problem() =>
        await FindsAsync("f2.column", ColumnSections.Values, bytes => bytes[0] = 0xFF, "is not UTF-8");

    [Fact]
    public async Task A_vector_that_is_not_finite_is_a_problem() =>
        await FindsAsync(
            "v6.vectors", VectorColumnFormat.RowsSection, bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes, float.NaN),
            "is not finite");

    [Fact]
    public async Task A_norm_of_another_vector_is_a_problem()
    {
        Specimen specimen = await Specimens.WideAsync();
        MemoryFileSystem disk = specimen.NewDisk();
        string path = specimen.Files.Keys.First(one => Tally.KindOf(one) == "vectors");
        byte[] lie = [.. specimen.Files[path]];
        lie[128 + (5 * sizeof(float))] ^= 1;
        Forge.Seal(lie);
        Forge.Put(specimen, disk, path, lie);
        Assert.Contains(
            Collection.Verify(disk, Specimen.Root).Problems,
            problem => problem.Message.Contains("is not its norm and zeros", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_in_two_lists_is_a_problem()
    {
        Specimen specimen = await Specimens.WideAsync();
        string[] paths = [.. specimen.Files.Keys.Where(one => Tally.KindOf(one) == "lists")];
        Assert.Equal(2, paths.Length);
        foreach (string path in paths)
        {
            byte[] lie = [.. specimen.Files[path]];
            (int offset, _) = SectionOf(lie, IvfFormat.RowsSection);
            lie.AsSpan(offset + 4, 4).CopyTo(lie.AsSpan(offset));
            Forge.Seal(lie);
            MemoryFileSystem disk = specimen.NewDisk();
            Forge.Put(specimen, disk, path, lie);
            VerificationProblem problem = Assert.Single(Collection.Verify(disk, Specimen.Root).Problems);
            Assert.Equal(path, problem.File);
            Assert.Contains("twice", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_code_of_another_vector_is_a_problem() =>
        await FindsAsync("v6.codes", CodesFormat.RowsSection, bytes => bytes[0] ^= 0x70, "is not that of its vector");

    [Fact]
    public async Task A_link_of_a_graph_to_itself_is_a_problem() =>
        await FindsAsync("v6.hnsw", HnswFormat.BaseLinksSection, bytes => bytes[..4].Clear(), "row 0 links to 0");

    [Fact]
    public async Task A_link_of_a_graph_out_of_bounds_is_a_problem() =>
        await FindsAsync("v6.hnsw", HnswFormat.BaseLinksSection, bytes => bytes[1] = 0x7F, "outside its");

    [Fact]
    public async Task An_entry_of_an_index_for_another_row_is_a_problem() =>
        await FindsAsync("f1.inverted", 6, bytes => bytes[0]++, "f1.inverted");

    [Fact]
    public async Task A_document_that_is_live_in_two_segments_is_a_problem()
    {
        Specimen specimen = await Specimens.DeepAsync();
        MemoryFileSystem disk = specimen.NewDisk();
        string path = specimen.Files.Keys.First(one => Tally.KindOf(one) == "delete map");
        byte[] lie = [.. specimen.Files[path]];

        // as many rows are deleted as before, but not the one whose document another segment has
        int Deleted(int row) => lie[128 + (row / 8)] >> (row % 8) & 1;
        int live = Enumerable.Range(0, 25).First(row => Deleted(row) == 0);
        lie[128 + (live / 8)] ^= (byte)(1 << (live % 8));
        int[] deleted = [.. Enumerable.Range(0, 25).Where(row => row != live && Deleted(row) == 1)];
        var problems = new List<string>();
        foreach (int row in deleted)
        {
            lie[128 + (row / 8)] ^= (byte)(1 << (row % 8));
            Forge.Seal(lie);
            Forge.Put(specimen, disk, path, lie);
            problems.AddRange(Collection.Verify(disk, Specimen.Root).Problems.Select(problem => problem.Message));
            lie[128 + (row / 8)] ^= (byte)(1 << (row % 8));
        }

        Assert.Contains(problems, problem => problem.Contains("and again in segment", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_damaged_files_are_named_at_once()
    {
        Specimen specimen = await Specimens.DeepAsync();
        MemoryFileSystem disk = specimen.NewDisk();
        string[] paths = [.. specimen.Files.Keys.Where(path => Tally.KindOf(path) is not ("LOCK" or "manifest" or "log"))];
        foreach (string path in paths)
            disk.Damage(path, 70);
        VerificationReport report = Collection.Verify(disk, Specimen.Root);
        Assert.Equal(paths.Order(), report.Problems.Select(problem => problem.File).Distinct().Order());
        Assert.False(report.IsIntact);
        Assert.True(report.Files >= paths.Length && report.Bytes > 30_000);
        Assert.All(paths, path => Assert.Contains(path, report.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_manifest_does_not_hide_other_damage()
    {
        Specimen specimen = await Specimens.DeepAsync();
        MemoryFileSystem disk = specimen.NewDisk();
        string[] paths = [.. Sections.Select(name => specimen.Files.Keys.First(path => Path.GetFileName(path) == name))];
        string manifest = specimen.Files.Keys.First(path => Tally.KindOf(path) == "manifest");
        foreach (string path in paths.Append(manifest))
            disk.Damage(path, 70);
        VerificationReport report = Collection.Verify(disk, Specimen.Root);
        Assert.Equal(paths.Append(manifest).Order(), report.Problems.Select(problem => problem.File).Order());
        Assert.Equal(0, report.Generation);
    }

    [Fact]
    public async Task Files_that_nobody_names_are_notes()
    {
        Specimen specimen = await Specimens.DeepAsync();
        MemoryFileSystem disk = specimen.NewDisk();
        string folder = Path.GetDirectoryName(specimen.Files.Keys.First(path => path.EndsWith("keys", StringComparison.Ordinal)))!;
        disk.CreateDirectory(Specimen.Root + "/segments/000099");
        string[] strays = ["/MANIFEST-000001", "/notes.txt", "/wal/x", "/MANIFEST-000099.tmp"];
        foreach (string stray in strays)
            disk.Put(Specimen.Root + stray, [1]);
        disk.Put(folder + "/f1.column.tmp", [1]);
        VerificationReport report = Collection.Verify(disk, Specimen.Root);
        Assert.True(report.IsIntact);
        Assert.Equal(strays.Length + 2, report.Notes.Count);
    }

    [Fact]
    public void Nothing_to_verify_is_an_error()
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => Collection.Verify(new MemoryFileSystem("/data"), Specimen.Root));
        Assert.Equal(ZvecErrorCode.NotFound, exception.Code);
    }

    [Fact]
    public async Task Verification_reports_progress_and_can_be_cancelled()
    {
        Specimen specimen = await Specimens.DeepAsync();
        var progress = new Recorder();
        VerificationReport report = Collection.Verify(specimen.NewDisk(), Specimen.Root, progress, TestContext.Current.CancellationToken);
        Assert.True(report.IsIntact);
        Assert.Equal(progress.Steps.OrderBy(step => step.BytesChecked), progress.Steps);
        Assert.All(progress.Steps, step => Assert.InRange(step.BytesChecked, 0, step.BytesTotal - 1));
        using var source = new CancellationTokenSource();
        progress.Then = source.Cancel;
        Assert.Throws<OperationCanceledException>(
            () => Collection.Verify(specimen.NewDisk(), Specimen.Root, progress, source.Token));
    }

    [Fact]
    public async Task A_collection_that_is_written_and_merged_meanwhile_is_intact()
    {
        using var folder = new TemporaryFolder();
        var options = new CollectionOptions { MutableSegmentBytes = 64 << 10, Durability = Durability.Buffered };
        var index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 50, EfConstruction = 16 };
        using Collection collection = Collection.Create(folder["c"], CollectionModel.Schema(index), options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task writer = Task.Run(
            async () =>
            {
                var random = new Random(3);
                for (int call = 0; !stop.IsCancellationRequested; call++)
                {
                    await collection.UpsertAsync(
                        Enumerable.Range(0, 20).Select(
                            _ => CollectionModel.ToDocument(random.Next(2000), CollectionModel.RandomDocument(random))));
                    if (call % 5 == 0)
                        await collection.DeleteAsync([random.Next(2000)]);
                    if (call % 20 == 0)
                        await collection.FlushAsync(CancellationToken.None);
                }
            },
            CancellationToken.None);
        for (int i = 0; i < 30; i++)
        {
            VerificationReport report = Collection.Verify(folder["c"], cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(report.IsIntact, report.ToString());
        }

        await stop.CancelAsync();
        await writer;
    }

    /// <summary>Changes the beginning of a section, makes all checksums fit, and looks for the problem.</summary>
    private static async Task FindsAsync(
        string name, uint section, LieAt lie, string expected, string? problemIn = null, int everyPlace = 0)
    {
        Specimen specimen = await Specimens.DeepAsync();
        string path = specimen.Files.Keys.First(one => Path.GetFileName(one) == name);
        byte[] bytes = [.. specimen.Files[path]];
        (int offset, int length) = SectionOf(bytes, section);
        for (int at = 0; at < (everyPlace > 0 ? length : 1); at += Math.Max(1, everyPlace))
        {
            if (everyPlace == 0 || bytes.AsSpan(offset + at, everyPlace).ContainsAnyExcept((byte)0))
            {
                lie(bytes.AsSpan(offset + at));
                break;
            }
        }

        Forge.Seal(bytes);
        MemoryFileSystem disk = specimen.NewDisk();
        Forge.Put(specimen, disk, path, bytes);
        VerificationReport report = Collection.Verify(disk, Specimen.Root);
        string file = Path.Combine(Path.GetDirectoryName(path)!, problemIn ?? name);
        Assert.Contains(report.Problems, problem => problem.File == file && problem.Message.Contains(expected, StringComparison.Ordinal));
    }

    private delegate void LieAt(Span<byte> bytes);

    private static (int Offset, int Length) SectionOf(byte[] file, uint id)
    {
        int table = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(file.Length - 32));
        for (; table < file.Length - 32; table += 32)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(table)) == id)
                return ((int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(table + 8)), (int)BinaryPrimitives.ReadInt64LittleEndian(
                    file.AsSpan(table + 16)));
        }

        throw new InvalidOperationException($"There is no section {id}.");
    }

    private sealed class Recorder : IProgress<VerificationProgress>
    {
        public List<VerificationProgress> Steps { get; } = [];

        public Action? Then { get; set; }

        public void Report(VerificationProgress value)
        {
            Steps.Add(value);
            Then?.Invoke();
        }
    }
}
