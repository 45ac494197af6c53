using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Zvec.Server.Collections;

/// <summary>Whether the server has opened its collections, and is not stopping.</summary>
/// <remarks>One that cannot be opened makes the server degraded, not unready: the others are served.</remarks>
internal sealed class ReadyCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    private readonly ConcurrentDictionary<string, bool> _failed = new();
    private volatile bool _done;

    public void Failed(string name) => _failed[name] = true;

    public void Done() => _done = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The server is stopping.")
            : !_done ? HealthCheckResult.Unhealthy("Collections are being opened.")
            : !_failed.IsEmpty ? HealthCheckResult.Degraded("Some collections cannot be opened; the log says which.")
            : HealthCheckResult.Healthy());
}
