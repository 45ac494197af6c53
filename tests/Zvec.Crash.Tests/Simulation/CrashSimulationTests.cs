using System.Diagnostics;
using System.Globalization;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>A disk that loses power, or a process that dies, after every operation of a workload: every acknowledged write is there, the
/// call under way is there as a whole or not at all, and what was recovered can be written to and crashed again.</summary>
/// <remarks>Set ZVEC_CRASH_MINUTES to simulate for that long, and ZVEC_CRASH_SEED to simulate one seed only.</remarks>
public sealed class CrashSimulationTests(ITestOutputHelper output)
{
    private const int Steps = 32;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task Nothing_acknowledged_is_lost_wherever_it_crashes(int seed)
    {
        Assert.SkipWhen(Setting("ZVEC_CRASH_SEED") is not null, "One seed is simulated by itself.");
        await RunAsync(seed);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_with_the_seed_asked_for()
    {
        Assert.SkipUnless(Setting("ZVEC_CRASH_SEED") is not null && Setting("ZVEC_CRASH_MINUTES") is null, "ZVEC_CRASH_SEED is not set.");
        await RunAsync(Setting("ZVEC_CRASH_SEED")!.Value);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_for_as_long_as_asked()
    {
        Assert.SkipUnless(Setting("ZVEC_CRASH_MINUTES") is not null, "ZVEC_CRASH_MINUTES is not set.");
        var watch = Stopwatch.StartNew();
        int first = Setting("ZVEC_CRASH_SEED") ?? (int)(DateTime.UtcNow.Ticks / TimeSpan.TicksPerSecond % 1_000_000_000);
        long points = 0;
        int seed = first;
        for (; watch.Elapsed < TimeSpan.FromMinutes(Setting("ZVEC_CRASH_MINUTES")!.Value); seed++)
            points += await RunAsync(seed);
        output.WriteLine($"seeds {first} to {seed - 1}: {points} crash points in {watch.Elapsed.TotalSeconds:F0} s");
    }

    private async Task<int> RunAsync(int seed)
    {
        var watch = Stopwatch.StartNew();
        var simulation = new CrashSimulation(seed, Steps);
        int points = await simulation.RunAsync(TestContext.Current.CancellationToken);
        output.WriteLine(
            $"seed {seed}: {points} crash points after {simulation.Operations} operations in {watch.Elapsed.TotalSeconds:F1} s");
        return points;
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
