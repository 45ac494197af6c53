using System.Diagnostics;

namespace Zvec.Engine.Tests.Simulation;

/// <summary>Each call that a workload makes of the disk fails once, in each way in which it can: the call to the collection reports it or has truly succeeded,
/// readers see no half of it, and nothing acknowledged is lost.</summary>
public sealed class FaultSimulationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_acknowledged_is_lost_whichever_call_of_the_disk_fails(int seed)
    {
        var watch = Stopwatch.StartNew();
        var simulation = new FaultSimulation(seed);
        await simulation.RunAsync(TestContext.Current.CancellationToken);
        output.WriteLine($"seed {seed}: {simulation.Faults} faults, {simulation.Failures} calls reported one, in {watch.Elapsed.TotalSeconds:F1} s");
        output.WriteLine(string.Join('\n', simulation.Counts));
        Assert.InRange(simulation.Faults, 500, int.MaxValue);
    }
}
