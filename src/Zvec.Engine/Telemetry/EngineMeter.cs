using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Zvec.Engine.Telemetry;

/// <summary>The engine's meter and source of spans, and what is measured whenever it happens.</summary>
internal static class EngineMeter
{
    private static readonly string? Version =
        typeof(EngineMeter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static readonly Meter Meter = new(ZvecTelemetry.MeterName, Version);

    public static readonly ActivitySource Source = new(ZvecTelemetry.ActivitySourceName, Version);

    /// <summary>How long calls take. The conventions' buckets begin at a millisecond, which most calls to an embedded database stay
    /// below.</summary>
    public static readonly Histogram<double> OperationDuration = Meter.CreateHistogram(
        "db.client.operation.duration",
        unit: "s",
        description: "Duration of calls to a collection.",
        tags: null,
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
            [
                0.000_01, 0.000_025, 0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10,
            ],
        });

    /// <summary>How many documents or groups calls return.</summary>
    public static readonly Histogram<long> ReturnedRows = Meter.CreateHistogram(
        "db.client.response.returned_rows",
        unit: "{row}",
        description: "Documents that a call returned.",
        tags: null,
        advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
        });

    /// <summary>How long the log's syncs take, which acknowledged writes wait for.</summary>
    public static readonly Histogram<double> SyncDuration = Meter.CreateHistogram(
        "zvec.log.sync.duration",
        unit: "s",
        description: "Duration of syncs of the write-ahead log, each of one group of writes.",
        tags: null,
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
        });

    /// <summary>How long the jobs of maintenance take.</summary>
    public static readonly Histogram<double> MaintenanceDuration = Meter.CreateHistogram(
        "zvec.maintenance.duration",
        unit: "s",
        description: "Duration of sealing, merging, index building and refreshing.",
        tags: null,
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1_800, 3_600],
        });

    /// <summary>Whether anybody wants to know of calls.</summary>
    public static bool IsListened => Source.HasListeners() || OperationDuration.Enabled || ReturnedRows.Enabled;

    /// <summary>What <c>error.type</c> says of a failure.</summary>
    public static string ErrorOf(Exception exception) =>
        exception is ZvecException zvec ? zvec.Code.ToString() : exception.GetType().FullName!;
}
