using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Zvec.Engine.Tests.Architecture;

namespace Zvec.Engine.Tests.Telemetry;

/// <summary>The guides name what there is, and nothing else.</summary>
[Collection("Telemetry")]
public sealed partial class GuideTests
{
    [Fact]
    public void Troubleshooting_has_every_error_code()
    {
        string guide = Read("troubleshooting.md");
        Assert.All(Enum.GetNames<ZvecErrorCode>(), code => Assert.Contains($"## {code}", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void Operations_has_every_event()
    {
        string guide = Read("operations.md");
        foreach (FieldInfo id in typeof(ZvecEventIds).GetFields(BindingFlags.Public | BindingFlags.Static))
            Assert.Contains($"| {id.GetRawConstantValue()} | {id.Name} |", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_has_every_instrument()
    {
        string guide = Read("operations.md");
        using var values = new MeasuredValues("guide");
        TelemetryTable.Create(new Storage.MemoryFileSystem(TelemetryTable.Root), "guide").Dispose();
        Assert.Equal(15, values.Instruments.Count);
        Assert.All(values.Instruments, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void The_dashboard_asks_for_instruments_that_there_are()
    {
        using var values = new MeasuredValues("guide");
        TelemetryTable.Create(new Storage.MemoryFileSystem(TelemetryTable.Root), "guide").Dispose();
        string text = Read("grafana/zvec-dashboard.json");
        using var dashboard = JsonDocument.Parse(text);
        string[] known = [.. values.Instruments.Select(name => name.Replace('.', '_'))];
        string[] asked = [.. Metric().Matches(text).Select(match => match.Value).Distinct()];
        Assert.True(asked.Length >= 12, string.Join(", ", asked));
        Assert.All(asked, name => Assert.Contains(known, one => name.StartsWith(one, StringComparison.Ordinal)));
        Assert.All(
            dashboard.RootElement.GetProperty("panels").EnumerateArray(),
            panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    [GeneratedRegex(
        @"(?<![A-Za-z_])(?!zvec_maintenance_job)(zvec_(?:collection|index|log|maintenance)_[a-z_]+"
            + @"|db_client_(?:operation|response)_[a-z_]+)(?=[{\[) ,])")]
    private static partial Regex Metric();
}
