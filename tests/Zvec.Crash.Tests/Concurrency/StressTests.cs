using System.Diagnostics;
using System.Globalization;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Concurrency;

public sealed class StressTests(ITestOutputHelper output)
{
    private const int Writers = 4;
    private const int Readers = 4;
    private const int ShortSteps = 400;
    private const int ShortCalls = 300;

    [Theory]
    [InlineData(Durability.Buffered, 1)]
    [InlineData(Durability.Synced, 2)]
    public void Reads_are_linearizable_while_all_write_maintain_and_change_the_schema(Durability durability, int seed) =>
        Stress(durability, seed, run => run.RunToTheEnd(ShortSteps));

    [Theory]
    [InlineData(Durability.Buffered, 3)]
    [InlineData(Durability.Synced, 4)]
    public void Disposing_at_any_moment_keeps_what_was_acknowledged_and_disturbs_nobody(Durability durability, int seed) =>
        Stress(durability, seed, run =>
        {
            var random = new Random(run.Seed);
            for (int round = 0; round < 8; round++)
                run.RunUntilDisposed(1 + random.Next(ShortCalls));
        });

    /// <summary>Runs for as long as <c>ZVEC_CRASH_MINUTES</c> says, from the seed <c>ZVEC_CRASH_SEED</c> on; with a seed alone, that
    /// one.</summary>
    [Fact]
    public void Long_stress()
    {
        double? minutes = Setting("ZVEC_CRASH_MINUTES");
        double? first = Setting("ZVEC_CRASH_SEED");
        Assert.SkipWhen(minutes is null && first is null, "Neither ZVEC_CRASH_MINUTES nor ZVEC_CRASH_SEED is set.");
        var watch = Stopwatch.StartNew();
        long calls = 0;
        int seed = (int)(first ?? Environment.TickCount & int.MaxValue);
        do
        {
            calls += Stress(seed % 4 == 0 ? Durability.Synced : Durability.Buffered, seed, run =>
            {
                var random = new Random(run.Seed);
                for (int round = 0; round < 10; round++)
                    run.RunUntilDisposed(1 + random.Next(2_000));
                run.RunToTheEnd(ShortSteps);
            });
            output.WriteLine($"{calls:N0} calls in all");
            seed++;
        }
        while (watch.Elapsed.TotalMinutes < minutes);
    }

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out double value) ? value : null;

    private int Stress(Durability durability, int seed, Action<StressRun> play)
    {
        using var folder = new TemporaryFolder();
        var fileSystem = new CountingFileSystem(PhysicalFileSystem.Instance);
        var run = new StressRun(fileSystem, folder["stress"], seed, durability);
        run.Cast(Writers, Readers, maintainers: 1, sideReaders: 1);
        play(run);
        output.WriteLine($"seed {seed}, {durability}: {run.ThreadCount} threads, {run.History.Calls:N0} calls");
        run.Check();
        Assert.Empty(fileSystem.Open);
        return run.History.Calls;
    }
}
