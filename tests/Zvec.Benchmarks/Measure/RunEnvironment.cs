using System.Reflection;
using System.Runtime.InteropServices;

namespace Zvec.Benchmarks.Measure;

/// <summary>Where and with what a run was made.</summary>
internal sealed record RunEnvironment(
    DateTime Utc, string Processor, int Processors, string InstructionSets, string System, string Runtime, string Engine, string LoadAverage)
{
    public static RunEnvironment Now() => new(
        DateTime.UtcNow,
        ReadFirst("/proc/cpuinfo", "model name")?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString(),
        global::System.Environment.ProcessorCount,
        Sets(),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        typeof(Collection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        ReadFirst("/proc/loadavg", "") ?? "unknown");

    private static string? ReadFirst(string path, string start) =>
        File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;

    private static string Sets()
    {
        (string Name, bool There)[] sets =
        [
            ("AVX2", global::System.Runtime.Intrinsics.X86.Avx2.IsSupported),
            ("FMA", global::System.Runtime.Intrinsics.X86.Fma.IsSupported),
            ("AVX-512", global::System.Runtime.Intrinsics.X86.Avx512BW.IsSupported),
            ("AdvSimd", global::System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported),
        ];
        return string.Join(' ', sets.Where(set => set.There).Select(set => set.Name));
    }
}
