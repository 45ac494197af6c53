using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Zvec.Engine.Tests.Distance;

/// <summary>Runs the tests of all kernels in processes that may use only a part of the processor's vector instructions.</summary>
public sealed class HardwareLevelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // this process runs on a runtime that lies in <dotnet>/shared/Microsoft.NETCore.App/<version>/
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    [Theory]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableAVX512", 256)]
    public async Task All_kernels_pass_with_fewer_instructions(string switchedOff, int bits)
    {
        var start = new ProcessStartInfo(Dotnet) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Zvec.Engine.Tests.dll"),
            "--filter-class", "*.VectorKernelTests", "*.ManyRowsTests", "*.BitKernelTests", "*.CodeKernelTests", "*.RotationTests",
            "*.VectorWidthTests",
            "--minimum-expected-tests", "80",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[switchedOff] = "0";
        start.Environment[VectorWidthTests.Variable] = bits.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(stop.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            Assert.True(process.ExitCode == 0, $"{switchedOff}=0 ended with {process.ExitCode}: {await output} {await errors}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
