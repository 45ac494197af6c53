using Microsoft.Extensions.Diagnostics.HealthChecks;
using Zvec.VectorData;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers health checks of Zvec vector stores.</summary>
public static class ZvecHealthChecksBuilderExtensions
{
    private const string DefaultName = "zvec";

    /// <summary>Adds a <see cref="ZvecHealthCheck"/> of the <see cref="ZvecVectorStore"/> that is registered.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check; null for <c>zvec</c>, or <c>zvec_</c> and the key.</param>
    /// <param name="configure">Says what to look at; null for the defaults.</param>
    /// <param name="serviceKey">The key of the store; null for none.</param>
    /// <param name="failureStatus">What a failure is reported as; null for unhealthy.</param>
    /// <param name="tags">Tags of the check, such as <c>ready</c>.</param>
    /// <param name="timeout">When to give up; null for never.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddZvecHealthCheck(
        this IHealthChecksBuilder builder,
        string? name = null,
        Action<ZvecHealthCheckOptions>? configure = null,
        object? serviceKey = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ZvecHealthCheckOptions();
        configure?.Invoke(options);
        return builder.Add(new HealthCheckRegistration(
            name ?? (serviceKey is null ? DefaultName : $"{DefaultName}_{serviceKey}"),
            provider => new ZvecHealthCheck(provider.GetRequiredKeyedService<ZvecVectorStore>(serviceKey), options),
            failureStatus,
            tags,
            timeout));
    }
}
