using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Every file of a collection, damaged in every place: either the damage is reported, or nothing has changed.</summary>
public sealed class SweepTests(ITestOutputHelper output)
{
    private static readonly byte[] Masks = [0x01, 0x80, 0xFF, 0x10, 0x02, 0x40, 0x08, 0x04, 0x20];
    private static readonly CollectionOptions ForReading = new() { ReadOnly = true };
    private static readonly CollectionOptions ForWriting = new() { BackgroundMaintenance = false };

    [Fact(Timeout = 600_000)]
    public Task Every_byte_of_a_collection_with_every_type_can_be_flipped() => SweepAsync(Specimens.WideAsync, FlipAll);

    [Fact(Timeout = 600_000)]
    public Task Every_byte_of_a_collection_with_graphs_delete_maps_and_logs_can_be_flipped() => SweepAsync(Specimens.DeepAsync, FlipAll);

    [Fact(Timeout = 600_000)]
    public Task Files_of_every_type_can_be_cut_extended_cleared_replaced_and_lost() => SweepAsync(Specimens.WideAsync, ReplaceAll);

    [Fact(Timeout = 600_000)]
    public Task Graphs_delete_maps_and_logs_can_be_cut_extended_cleared_replaced_and_lost() =>
        SweepAsync(Specimens.DeepAsync, ReplaceAll);

    private async Task SweepAsync(Func<Task<Specimen>> make, Action<Specimen, string, Tally> damage)
    {
        Specimen specimen = await make();
        var tally = new Tally();
        await Task.Run(() => Parallel.ForEach(
            specimen.Files.Keys.OrderByDescending(path => specimen.Files[path].Length),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            path => damage(specimen, path, tally)));
        Report(specimen, tally);
    }

    private void Report(Specimen specimen, Tally tally)
    {
        output.WriteLine($"{specimen.Files.Count} files of {specimen.Files.Values.Sum(bytes => bytes.Length)} bytes\n{tally}");
        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
    }

    private static void FlipAll(Specimen specimen, string path, Tally tally)
    {
        MemoryFileSystem disk = specimen.NewDisk();
        byte[] original = specimen.Files[path];
        for (int at = 0; at < original.Length; at++)
        {
            byte mask = Masks[at % Masks.Length];
            string what = $"{path}, byte {at} of {original.Length} xor {mask:x2}";
            disk.Damage(path, at, mask);
            tally.Guard(() =>
            {
                Outcome outcome = Probe.Open(specimen, disk, path, mayBePrefix: false, ForReading, what);
                tally.Add(path, "a byte flipped", outcome);
                if (at % 8 == 0)
                {
                    Probe.Verify(disk, path, outcome, what);
                    OpenForWriting(specimen, path, [.. original.Select((one, i) => i == at ? (byte)(one ^ mask) : one)], outcome, what);
                }
            });
            disk.Damage(path, at, mask);
        }
    }

    private static void ReplaceAll(Specimen specimen, string path, Tally tally)
    {
        byte[] original = specimen.Files[path];
        foreach ((string damage, byte[]? bytes) in Replacements.Of(specimen, path))
        {
            tally.Guard(() => Replace(specimen, path, damage, bytes, tally));
        }
    }

    private static void Replace(Specimen specimen, string path, string damage, byte[]? bytes, Tally tally)
    {
        MemoryFileSystem disk = specimen.NewDisk();
        if (bytes is null)
            disk.DeleteFile(path);
        else
            disk.Put(path, bytes);
        byte[] original = specimen.Files[path];
        int from = bytes is null ? 0 : original.AsSpan().CommonPrefixLength(bytes);
        string what = $"{path} of {original.Length} bytes, {damage}, {bytes?.Length} bytes, different from {from} on";
        bool mayBePrefix = IsLastLog(specimen, path) && Replacements.ReachesLastMark(original, bytes);
        Outcome outcome = Probe.Open(specimen, disk, path, mayBePrefix, ForReading, what);
        tally.Add(path, damage, outcome);
        Probe.Verify(disk, path, outcome, what);
        if (bytes is not null)
            OpenForWriting(specimen, path, bytes, outcome, what);
    }

    private static void OpenForWriting(Specimen specimen, string path, byte[] bytes, Outcome expected, string what)
    {
        MemoryFileSystem disk = specimen.NewDisk();
        disk.Put(path, bytes);
        Assert.Equal(expected, Probe.Open(specimen, disk, path, expected == Outcome.Prefix, ForWriting, what + ", for writing"));
    }

    /// <summary>A cut at the end of the last log file cannot be told from a write that was cut short.</summary>
    private static bool IsLastLog(Specimen specimen, string path) =>
        path == specimen.Files.Keys.Last(one => one.EndsWith(".wal", StringComparison.Ordinal));
}
