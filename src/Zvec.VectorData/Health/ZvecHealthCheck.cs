using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData;

/// <summary>Says whether a <see cref="ZvecVectorStore"/> can be used.</summary>
/// <remarks>
/// <para>Unhealthy (or the registration's failure status): the folder cannot be read, a named collection is missing or cannot be opened,
/// or a
/// collection takes no more writes because the device failed.</para>
/// <para>Degraded: the last try of a job of maintenance failed, or a log is longer than
/// <see cref="ZvecHealthCheckOptions.MaxLogBytes"/>.</para>
/// <para>It writes nothing, waits for no writer, and opens no collection but the named ones. Of partitioned collections it looks at the
/// partitions that are open.</para>
/// </remarks>
/// <param name="store">The store.</param>
/// <param name="options">What to look at; null for the defaults.</param>
public sealed class ZvecHealthCheck(ZvecVectorStore store, ZvecHealthCheckOptions? options = null) : IHealthCheck
{
    private readonly ZvecHealthCheckOptions _options = options ?? new();

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var data = new Dictionary<string, object>();
        try
        {
            IReadOnlyDictionary<string, CollectionStatistics> states =
                await store.GetStatisticsOfOpenAsync(_options.Collections, cancellationToken).ConfigureAwait(false);
            foreach ((string name, CollectionStatistics state) in states)
            {
                data[$"{name}.documents"] = state.Documents;
                data[$"{name}.diskBytes"] = state.DiskBytes;
                data[$"{name}.logBytes"] = state.LogBytes;
            }

            string[] stopped = [.. states.Select(Stopped).OfType<string>()];
            if (stopped.Length > 0)
                return new HealthCheckResult(context.Registration.FailureStatus, string.Join(" ", stopped), data: data);
            string[] degraded = [.. states.SelectMany(Degraded)];
            return degraded.Length > 0
                ? HealthCheckResult.Degraded(string.Join(" ", degraded), data: data)
                : HealthCheckResult.Healthy($"{states.Count} collections are open.", data);
        }
        catch (Exception exception) when (exception is VectorStoreException or ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception, data);
        }
    }

    private static string? Stopped(KeyValuePair<string, CollectionStatistics> collection) => collection.Value.WriteFailure is { } failure
        ? $"Collection '{collection.Key}' takes no more writes: {failure}"
        : null;

    private IEnumerable<string> Degraded(KeyValuePair<string, CollectionStatistics> collection)
    {
        foreach (MaintenanceFailure failure in collection.Value.Maintenance.Failing)
            yield return $"{failure.Job} fails in collection '{collection.Key}' (last at {failure.At:u}): {failure.Message}";
        long log = collection.Value.LogBytes;
        if (log > _options.MaxLogBytes)
            yield return $"The log of collection '{collection.Key}' has {log} bytes, more than {_options.MaxLogBytes}.";
    }
}
