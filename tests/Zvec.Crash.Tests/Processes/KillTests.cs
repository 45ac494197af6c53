using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Processes;

/// <summary>Processes that write with several writers, maintenance beside them, are killed at random moments: afterwards every acknowledged
/// call is there, the call under way of each writer is there as a whole or not at all, and every answer is right.</summary>
/// <remarks>ZVEC_KILLS=500 sets the kills of each of these tests. When a kill falls is up to the system's scheduler too, so a seed repeats
/// the calls and the intervals, not the very moment.</remarks>
public sealed class KillTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Buffered)]
    public void A_collection_whose_writers_are_killed_again_and_again_keeps_all_that_was_acknowledged(Durability durability)
    {
        using var folder = new TemporaryFolder();
        var figures = new KillFigures();
        var collection = new KilledCollection(folder["c"], CrashSettings.Seed, durability, figures);
        int kills = CrashSettings.Kills ?? 34;
        while (figures.Kills < kills)
            collection.KillAndCheck();
        output.WriteLine(figures.ToString());
        Assert.InRange(figures.Acknowledged, kills, long.MaxValue);
    }
}
