using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Salvage takes everything that is intact, says what it lost, and leaves the damaged collection as it is.</summary>
public sealed class SalvageTests(ITestOutputHelper output)
{
    private const string Target = "/data/new";

    [Fact]
    public async Task An_intact_collection_is_copied_whole()
    {
        foreach (Specimen specimen in new[] { await Specimens.WideAsync(), await Specimens.DeepAsync() })
        {
            (SalvageReport report, string documents) = Salvage(specimen, specimen.NewDisk());
            Assert.True(report.IsComplete, report.ToString());
            Assert.Equal(specimen.Documents, documents);
        }
    }

    [Theory]
    [InlineData("inverted index")]
    [InlineData("graph")]
    public async Task Damaged_indexes_cost_nothing(string kind)
    {
        Specimen specimen = await Specimens.DeepAsync();
        foreach (string path in specimen.Files.Keys.Where(path => Tally.KindOf(path) == kind))
        {
            foreach (byte[]? damaged in new[] { null, Flipped(specimen, path, 200), [] })
            {
                (SalvageReport report, string documents) = Salvage(specimen, Damaged(specimen, path, damaged));
                Assert.True(report.IsComplete, report.ToString());
                Assert.Contains(report.Problems, problem => problem.File == path);
                Assert.Equal(specimen.Documents, documents);
            }
        }
    }

    [Fact]
    public async Task A_damaged_key_map_costs_nothing_and_damaged_keys_cost_their_segment()
    {
        Specimen specimen = await Specimens.DeepAsync();
        string path = specimen.Files.Keys.First(one => Tally.KindOf(one) == "keys");
        int map = specimen.Files[path].Length - 300; // of three sections the last
        (SalvageReport report, string documents) = Salvage(specimen, Damaged(specimen, path, Flipped(specimen, path, map)));
        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(specimen.Documents, documents);

        (report, documents) = Salvage(specimen, Damaged(specimen, path, Flipped(specimen, path, 128)));
        Assert.InRange(report.UnnamedDocumentsLost, 1, 30);
        Assert.True(IsSubset(documents, specimen.Documents));
        Assert.InRange(Count(documents), Count(specimen.Documents) - report.UnnamedDocumentsLost, Count(specimen.Documents) - 1);
    }

    [Fact]
    public async Task Damaged_values_become_null_where_they_may_and_cost_the_documents_otherwise()
    {
        Specimen specimen = await Specimens.DeepAsync();
        foreach (string name in new[] { "f1.column", "f2.column", "f3.column", "f4.column", "f5.column", "v6.vectors", "v7.vectors" })
        {
            string path = specimen.Files.Keys.First(one => Path.GetFileName(one) == name);
            MemoryFileSystem disk = Damaged(specimen, path, Flipped(specimen, path, 140));
            (SalvageReport report, string documents) = Salvage(specimen, disk);
            bool nullable = name is "f2.column" or "f4.column" or "f5.column" or "v7.vectors";
            Assert.Equal(nullable, report.LostKeys.Count == 0);
            Assert.Equal(nullable, report.NullsInstead.Count == 1);
            Assert.Equal(Count(specimen.Documents) - report.LostKeys.Count, Count(documents));
            if (!nullable)
                Assert.True(IsSubset(documents, specimen.Documents));

            (report, documents) = Salvage(specimen, disk, new SalvageOptions { AllowNulls = true });
            Assert.Empty(report.LostKeys);
            Assert.Single(report.NullsInstead);
            Assert.Equal(Count(specimen.Documents), Count(documents));
        }
    }

    [Fact]
    public async Task A_damaged_delete_map_may_bring_documents_back_and_says_which()
    {
        Specimen specimen = await Specimens.DeepAsync();
        foreach (string path in specimen.Files.Keys.Where(path => Tally.KindOf(path) == "delete map"))
        {
            (SalvageReport report, string documents) = Salvage(specimen, Damaged(specimen, path, Flipped(specimen, path, 130)));
            Assert.True(IsSubset(specimen.Documents, documents), "a document is lost or older than one that is intact");
            int back = Count(documents) - Count(specimen.Documents);
            Assert.InRange(report.DoubtfulKeys.Count, Math.Max(back, 1), 40);
            HashSet<string> doubtful = [.. report.DoubtfulKeys.Select(key => key.ToString())];
            Assert.All(documents.Split('\n').Except(specimen.Documents.Split('\n')), line => Assert.Contains(line.Split('|')[0], doubtful));
        }
    }

    [Fact]
    public async Task Records_before_and_behind_a_damaged_one_are_taken()
    {
        Specimen specimen = await Specimens.DeepAsync();
        foreach ((string path, byte[] log) in specimen.Files.Where(file => Tally.KindOf(file.Key) == "log"))
        {
            foreach (Range payload in Forge.Payloads(log))
            {
                (SalvageReport report, string documents) =
                    Salvage(specimen, Damaged(specimen, path, Flipped(specimen, path, payload.Start.Value + 3)));
                Assert.True(report.LogRecordsLost == 1, $"{path} {payload}: {report}");
                Assert.InRange(documents.Split('\n').Except(specimen.Documents.Split('\n')).Count(), 0, 5);
                Assert.InRange(specimen.Documents.Split('\n').Except(documents.Split('\n')).Count(), 0, 5);
            }
        }
    }

    [Fact]
    public async Task Without_a_manifest_a_schema_is_needed_and_nothing_is_lost()
    {
        Specimen specimen = await Specimens.DeepAsync();
        string path = specimen.Files.Keys.First(one => Tally.KindOf(one) == "manifest");
        using Collection whole = CollectionOpener.Open(specimen.NewDisk(), Specimen.Root, new CollectionOptions { ReadOnly = true });
        foreach (byte[]? damaged in new[] { null, Flipped(specimen, path, 300) })
        {
            MemoryFileSystem disk = Damaged(specimen, path, damaged);
            ZvecException exception = Assert.Throws<ZvecException>(
                () => Collection.Salvage(disk, Specimen.Root, Target, new SalvageOptions()));
            Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
            Assert.Contains("SalvageOptions.Schema", exception.Message, StringComparison.Ordinal);
            Assert.False(disk.DirectoryExists(Target));

            (SalvageReport report, string documents) = Salvage(specimen, disk, new SalvageOptions { Schema = whole.Schema });
            Assert.False(report.HasManifest || report.IsComplete);
            Assert.Equal(specimen.Documents, documents);
        }
    }

    [Fact]
    public async Task Whatever_is_damaged_what_is_recovered_was_there_once_and_the_new_collection_is_intact()
    {
        Specimen[] specimens = [await Specimens.WideAsync(), await Specimens.DeepAsync()];
        long recovered = 0;
        for (int seed = 0; seed < 80; seed++)
        {
            Specimen specimen = specimens[seed % 2];
            var random = new Random(seed);
            MemoryFileSystem disk = specimen.NewDisk();
            string[] paths = [.. specimen.Files.Keys.Where(path => Tally.KindOf(path) != "manifest")];
            for (int count = random.Next(1, 5); count > 0; count--)
            {
                string path = paths[random.Next(paths.Length)];
                if (specimen.Files[path].Length > 0)
                    disk.Put(path, Flipped(specimen, path, random.Next(specimen.Files[path].Length)));
            }

            (SalvageReport report, string documents) = Salvage(specimen, disk);
            recovered += report.Documents;
            Assert.True(!report.IsComplete || documents == specimen.Documents, $"seed {seed}: {report}");
            if (report.NullsInstead.Count > 0)
                continue;
            HashSet<string> known = [.. specimen.Acknowledged.SelectMany(state => state.Split('\n'))];
            Assert.True(documents.Length == 0 || documents.Split('\n').All(known.Contains), $"seed {seed}: {report}");
        }

        output.WriteLine($"{recovered} documents recovered from 80 damaged collections");
    }

    [Fact]
    public async Task A_salvage_into_the_damaged_collection_or_on_top_of_another_is_refused()
    {
        Specimen specimen = await Specimens.DeepAsync();
        MemoryFileSystem disk = specimen.NewDisk();
        foreach (string target in new[] { Specimen.Root, Specimen.Root + "/new", "/data" })
        {
            Assert.Equal(
                ZvecErrorCode.InvalidArgument,
                Assert.Throws<ZvecException>(() => Collection.Salvage(disk, Specimen.Root, target, new SalvageOptions())).Code);
        }

        Salvage(specimen, disk);
        Assert.Equal(
            ZvecErrorCode.AlreadyExists,
            Assert.Throws<ZvecException>(() => Collection.Salvage(disk, Specimen.Root, Target, new SalvageOptions())).Code);
        Assert.Equal(
            ZvecErrorCode.NotFound,
            Assert.Throws<ZvecException>(() => Collection.Salvage(disk, "/data/none", "/data/other", new SalvageOptions())).Code);
    }

    private static (SalvageReport Report, string Documents) Salvage(
        Specimen specimen, MemoryFileSystem disk, SalvageOptions? options = null)
    {
        var before = specimen.Files.Keys.Where(disk.FileExists).ToDictionary(path => path, path => disk.ReadAllBytes(path));
        if (disk.DirectoryExists(Target))
            CollectionOpener.Drop(disk, Target);
        SalvageReport report = Collection.Salvage(disk, Specimen.Root, Target, options ?? new SalvageOptions());
        foreach ((string path, byte[] bytes) in before)
            Assert.True(bytes.AsSpan().SequenceEqual(disk.ReadAllBytes(path)), $"{path} was changed");
        Assert.True(Collection.Verify(disk, Target) is { IsIntact: true } verified && verified.Documents == report.Documents);
        using Collection collection = CollectionOpener.Open(disk, Target, new CollectionOptions { ReadOnly = true });
        return (report, Observation.DocumentsOf(collection));
    }

    private static MemoryFileSystem Damaged(Specimen specimen, string path, byte[]? bytes)
    {
        MemoryFileSystem disk = specimen.NewDisk();
        if (bytes is null)
            disk.DeleteFile(path);
        else
            disk.Put(path, bytes);
        return disk;
    }

    private static byte[] Flipped(Specimen specimen, string path, int at)
    {
        byte[] bytes = [.. specimen.Files[path]];
        bytes[at] ^= 0x20;
        return bytes;
    }

    private static bool IsSubset(string part, string whole) => part.Split('\n').ToHashSet().IsSubsetOf(whole.Split('\n'));

    private static int Count(string documents) => documents.Length == 0 ? 0 : documents.Split('\n').Length;
}
