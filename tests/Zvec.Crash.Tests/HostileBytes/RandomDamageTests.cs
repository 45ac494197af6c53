using System.Diagnostics;
using System.Globalization;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Random damage to one file or several. For minutes on end where <c>ZVEC_CRASH_MINUTES</c> says so; <c>ZVEC_CRASH_SEED</c>
/// repeats the run that begins with that seed.</summary>
public sealed class RandomDamageTests(ITestOutputHelper output)
{
    private const int ShortRun = 600;

    [Fact]
    public async Task Random_damage_is_reported_or_harmless()
    {
        double minutes = Setting("ZVEC_CRASH_MINUTES") ?? 0;
        int first = (int)(Setting("ZVEC_CRASH_SEED") ?? (minutes > 0 ? Environment.TickCount & 0xFFFFFF : 1));
        Specimen[] specimens = [await Specimens.WideAsync(), await Specimens.DeepAsync()];
        var tally = new Tally();
        long start = Stopwatch.GetTimestamp();
        int seed = first;
        for (; seed < first + ShortRun || Stopwatch.GetElapsedTime(start).TotalMinutes < minutes; seed++)
            Damage(specimens[seed % specimens.Length], seed, tally);
        output.WriteLine($"seeds {first} to {seed - 1}\n{tally}");
    }

    [Fact]
    public async Task Damage_to_files_on_disk_is_reported_or_harmless()
    {
        Specimen specimen = await Specimens.DeepAsync();
        using var folder = new TemporaryFolder();
        string root = folder["c"];
        string OnDisk(string path) => root + path[Specimen.Root.Length..];
        foreach ((string path, byte[] bytes) in specimen.Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(OnDisk(path))!);
            await File.WriteAllBytesAsync(OnDisk(path), bytes, TestContext.Current.CancellationToken);
        }

        var tally = new Tally();
        foreach ((string path, byte[] bytes) in specimen.Files.Where(file => Tally.KindOf(file.Key) != "LOCK"))
        {
            var random = new Random(bytes.Length);
            for (int round = 0; round < 8; round++)
            {
                byte[]? damaged = RandomDamage(specimen, path, random, out string damage);
                if (damaged is null)
                    File.Delete(OnDisk(path));
                else
                    await File.WriteAllBytesAsync(OnDisk(path), damaged, TestContext.Current.CancellationToken);
                string what = $"{path}, round {round}, {damage}";
                bool mayBePrefix = path == LastLog(specimen) && Replacements.ReachesLastMark(bytes, damaged);
                Outcome outcome = Probe.Open(
                    specimen, PhysicalFileSystem.Instance, root, [OnDisk(path)], mayBePrefix, new CollectionOptions { ReadOnly = true },
                    what);
                Probe.Verify(PhysicalFileSystem.Instance, root, [OnDisk(path)], outcome, what);
                tally.Add(path, "random damage on disk", outcome);
                await File.WriteAllBytesAsync(OnDisk(path), bytes, TestContext.Current.CancellationToken);
            }
        }

        output.WriteLine(tally.ToString());
    }

    private static void Damage(Specimen specimen, int seed, Tally tally)
    {
        var random = new Random(seed);
        MemoryFileSystem disk = specimen.NewDisk();
        string[] all = [.. specimen.Files.Keys];
        string[] paths = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => all[random.Next(all.Length)]).Distinct()];
        bool mayBePrefix = false;
        string what = $"ZVEC_CRASH_SEED={seed}";
        foreach (string path in paths)
        {
            byte[]? damaged = RandomDamage(specimen, path, random, out string damage);
            what += $"; {path} {damage}";
            mayBePrefix |= path == LastLog(specimen) && Replacements.ReachesLastMark(specimen.Files[path], damaged);
            if (damaged is null)
                disk.DeleteFile(path);
            else
                disk.Put(path, damaged);
        }

        Outcome outcome = Probe.Open(
            specimen, disk, Specimen.Root, paths, mayBePrefix, new CollectionOptions { ReadOnly = true }, what);
        Probe.Verify(disk, Specimen.Root, paths, outcome, what);
        tally.Add(paths[0], paths.Length == 1 ? "random damage" : "random damage, with others", outcome);
    }

    private static byte[]? RandomDamage(Specimen specimen, string path, Random random, out string damage)
    {
        byte[] bytes = [.. specimen.Files[path]];
        damage = "emptied";
        if (bytes.Length == 0)
            return bytes;
        switch (random.Next(6))
        {
            case 0:
                damage = "bits flipped";
                for (int count = random.Next(1, 10); count > 0; count--)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                damage = "a region of noise";
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)..));
                return bytes;
            case 2:
                damage = "a region cleared";
                int start = random.Next(bytes.Length);
                bytes.AsSpan(start, random.Next(bytes.Length - start) + 1).Clear();
                return bytes;
            case 3:
                damage = "cut";
                return bytes[..random.Next(bytes.Length)];
            case 4:
                damage = "replaced by another file";
                return specimen.Files.Values.ElementAt(random.Next(specimen.Files.Count));
            default:
                damage = "missing";
                return Tally.KindOf(path) == "LOCK" ? bytes : null;
        }
    }

    private static string LastLog(Specimen specimen) => specimen.Files.Keys.Last(path => path.EndsWith(".wal", StringComparison.Ordinal));

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out double value) ? value : null;
}
