namespace Zvec.Engine;

/// <summary>A job of maintenance that failed. It is tried again; what was there before is there still.</summary>
/// <param name="Job">What was to be done.</param>
/// <param name="At">When it failed.</param>
/// <param name="Error">The <see cref="ZvecErrorCode"/>, or the type of another exception.</param>
/// <param name="Message">What went wrong.</param>
public sealed record MaintenanceFailure(MaintenanceJob Job, DateTimeOffset At, string Error, string Message);
