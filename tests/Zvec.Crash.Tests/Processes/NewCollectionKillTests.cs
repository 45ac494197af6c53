using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.Processes;

/// <summary>As <see cref="KillTests"/>, with collections that are new: what is killed is their creation, their first writes, and the
/// second process.</summary>
public sealed class NewCollectionKillTests(ITestOutputHelper output)
{
    private const int KillsPerCollection = 3;

    [Theory]
    [InlineData(Durability.Synced)]
    [InlineData(Durability.Buffered)]
    public void A_new_collection_whose_writer_is_killed_keeps_all_that_was_acknowledged(Durability durability)
    {
        using var folder = new TemporaryFolder();
        var figures = new KillFigures();
        int kills = CrashSettings.Kills ?? 16;
        for (int seed = CrashSettings.Seed; figures.Kills < kills; seed++)
        {
            string path = folder[$"c{seed}"];
            var collection = new KilledCollection(path, seed, durability, figures);
            for (int kill = 0; kill < KillsPerCollection; kill++)
                collection.KillAndCheck();
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }

        output.WriteLine(figures.ToString());
    }
}
