using System.Diagnostics;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Calls that a workload makes of the disk fail: the call to the collection reports it or has truly succeeded, readers see no half
/// of it, and nothing acknowledged is lost.</summary>
public sealed class FaultSimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_acknowledged_is_lost_whichever_call_of_the_disk_fails(int seed)
    {
        var watch = Stopwatch.StartNew();
        var simulation = new FaultSimulation(seed);
        await simulation.RunAsync(TestContext.Current.CancellationToken);
        Report(simulation, seed, watch);
        Assert.InRange(simulation.Faults, 500, int.MaxValue);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_calls_fail_now_and_then_beside_background_maintenance()
    {
        var watch = Stopwatch.StartNew();
        var simulation = new FaultSimulation(4);
        await simulation.RunAtRandomAsync(200, TestContext.Current.CancellationToken);
        Report(simulation, 4, watch);
        Assert.InRange(simulation.Faults, 200, int.MaxValue);
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_wherever_the_disk_runs_full()
    {
        int full = await new FaultSimulation(5).RunFullAsync(stepBytes: 501, TestContext.Current.CancellationToken);
        output.WriteLine($"the disk ran full at {full} places");
        Assert.InRange(full, 20, int.MaxValue);
    }

    private void Report(FaultSimulation simulation, int seed, Stopwatch watch) => output.WriteLine(
        $"seed {seed}: {simulation.Faults} faults, {simulation.Failures} calls reported one, in {watch.Elapsed.TotalSeconds:F1} s: "
            + string.Join(", ", simulation.Counts));
}
