namespace Zvec.Engine;

/// <summary>The names under which the engine reports what it does, for <c>AddMeter</c> and <c>AddSource</c> of OpenTelemetry or any other
/// listener. Without a listener next to nothing is spent on it.</summary>
/// <remarks>Metrics and spans follow OpenTelemetry's conventions for databases; what only this database has begins with
/// <c>zvec.</c></remarks>
public static class ZvecTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Zvec.Engine";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string ActivitySourceName = "Zvec.Engine";

    /// <summary>The value of <c>db.system.name</c>.</summary>
    public const string SystemName = "zvec";
}
