using System.Globalization;

namespace Zvec.Crash.Tests.Processes;

/// <summary>How long and with which seed the tests of this folder run: ZVEC_KILLS is the number of kills of each test of them,
/// ZVEC_CRASH_SEED the seed.</summary>
internal static class CrashSettings
{
    /// <summary>The kills asked for; null for the few of an ordinary run.</summary>
    public static int? Kills { get; } = Number("ZVEC_KILLS");

    public static int Seed { get; } = Number("ZVEC_CRASH_SEED") ?? 1;

    /// <summary>Whether more was asked for than an ordinary run.</summary>
    public static bool IsLong => Kills is not null;

    /// <summary>The disks to fill in each of the tests that fill some.</summary>
    public static int Disks => Math.Clamp((Kills ?? 0) / 25, 1, 20);

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
