namespace Zvec.Engine;

/// <summary>A job of maintenance that succeeded.</summary>
/// <param name="Job">What was done.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Documents">Documents of the segment that was made or indexed; 0 for a refresh.</param>
public sealed record MaintenanceRun(MaintenanceJob Job, DateTimeOffset EndedAt, TimeSpan Duration, long Documents);
