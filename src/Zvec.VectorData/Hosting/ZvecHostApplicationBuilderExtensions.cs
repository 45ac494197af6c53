using Microsoft.Extensions.DependencyInjection;
using Zvec.VectorData;

namespace Microsoft.Extensions.Hosting;

/// <summary>Registers Zvec vector stores with a host by the name of a connection, as Aspire's integrations do.</summary>
/// <remarks>Traces and metrics are collected when the host adds <c>Zvec.Engine.ZvecTelemetry.ActivitySourceName</c> and
/// <c>MeterName</c> to its OpenTelemetry.</remarks>
public static class ZvecHostApplicationBuilderExtensions
{
    /// <summary>Registers a <see cref="ZvecVectorStore"/>, also as <see cref="Extensions.VectorData.VectorStore"/>, with the settings that
    /// the configuration has for it, and a health check tagged <c>ready</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="connectionName">The name of the connection string, and of the section below <c>Zvec</c>.</param>
    /// <param name="configure">Changes the settings that were read; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The configuration has no path for the store.</exception>
    /// <exception cref="FormatException">A value of the configuration cannot be read.</exception>
    public static void AddZvecVectorStore(
        this IHostApplicationBuilder builder, string connectionName, Action<ZvecVectorStoreSettings>? configure = null) =>
        Add(builder, connectionName, serviceKey: null, configure);

    /// <summary>Registers a <see cref="ZvecVectorStore"/> under the name of its connection as the key. As
    /// <see cref="AddZvecVectorStore"/>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">The key, the name of the connection string, and of the section below <c>Zvec</c>.</param>
    /// <param name="configure">Changes the settings that were read; null for nothing.</param>
    /// <exception cref="InvalidOperationException">The configuration has no path for the store.</exception>
    /// <exception cref="FormatException">A value of the configuration cannot be read.</exception>
    public static void AddKeyedZvecVectorStore(
        this IHostApplicationBuilder builder, string name, Action<ZvecVectorStoreSettings>? configure = null) =>
        Add(builder, name, serviceKey: name, configure);

    private static void Add(
        IHostApplicationBuilder builder, string name, string? serviceKey, Action<ZvecVectorStoreSettings>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ZvecVectorStoreSettings settings = ZvecVectorStoreSettings.From(builder.Configuration, name);
        configure?.Invoke(settings);
        if (string.IsNullOrWhiteSpace(settings.Path))
        {
            throw new InvalidOperationException(
                $"The configuration has no folder for the store '{name}'. Set the connection string '{name}' to a path, or the key "
                    + $"'{ZvecVectorStoreSettings.SectionName}:{name}:Path'.");
        }

        builder.Services.AddKeyedZvecVectorStore(serviceKey, settings.Path, settings.ToOptions());
        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().AddZvecHealthCheck(serviceKey: serviceKey, tags: ["ready"]);
    }
}
