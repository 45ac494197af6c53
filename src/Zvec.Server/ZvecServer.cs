using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Scalar.AspNetCore;
using Zvec.Engine;
using Zvec.Server.Access;
using Zvec.Server.Collections;
using Zvec.Server.Endpoints;
using Zvec.Server.Errors;
using Zvec.Server.Messages;

namespace Zvec.Server;

/// <summary>Makes a web server for the collections of a folder.</summary>
public static class ZvecServer
{
    /// <summary>Where the server listens unless the configuration (<c>--urls</c>, <c>ASPNETCORE_URLS</c>, <c>Kestrel:Endpoints</c>) says
    /// otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:6333";

    private const string ReadyTag = "ready";

    /// <summary>Makes a server, ready to be run.</summary>
    /// <param name="args">Arguments of the command line, which are configuration: <c>--Zvec:Path data --urls
    /// http://127.0.0.1:8080</c>.</param>
    /// <param name="configure">Changes the options after they were read from the configuration; null for no change.</param>
    /// <param name="configureHost">Changes the host before the server is made of it: other sources of configuration, exporters of
    /// telemetry, certificates; null for no change.</param>
    /// <returns>The server. Disposing it closes the collections, after their writes are finished.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: an option is out of range, or there is no
    /// folder.</exception>
    public static WebApplication Create(
        string[]? args = null, Action<ZvecServerOptions>? configure = null, Action<WebApplicationBuilder>? configureHost = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args ?? []);
        AddDefaults(builder.Configuration);
        configureHost?.Invoke(builder);
        var options = new ZvecServerOptions();
        builder.Configuration.GetSection(ZvecServerOptions.Section).Bind(options);
        configure?.Invoke(options);
        ServerOptionsCheck.Run(options);
        AddServices(builder, options);
        WebApplication app = builder.Build();
        Use(app, options);
        return app;
    }

    /// <summary>What every other source of configuration may overrule.</summary>
    private static void AddDefaults(ConfigurationManager configuration) => ((IConfigurationBuilder)configuration).Sources.Insert(
        0,
        new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                // a line for each request costs more than the request
                ["Logging:LogLevel:Default"] = nameof(LogLevel.Information),
                ["Logging:LogLevel:Microsoft.AspNetCore"] = nameof(LogLevel.Warning),
                [WebHostDefaults.ServerUrlsKey] = DefaultUrl,
            },
        });

    private static void AddServices(WebApplicationBuilder builder, ZvecServerOptions options)
    {
        IServiceCollection services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => CopyTo(json.SerializerOptions));
        services.AddSingleton(options);
        services.AddSingleton<CollectionRegistry>();
        services.AddSingleton<ReadyCheck>();
        services.AddHostedService<CollectionLoader>();
        services.AddHostedService<ListeningGuard>();
        services.AddExceptionHandler<FailureHandler>();
        services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = options.RequestTimeout == TimeSpan.Zero ? null : TimeoutOf(options));
        services.AddRateLimiter(limiter => AddLimits(limiter, options));
        services.AddHealthChecks().AddCheck<ReadyCheck>(ReadyTag, HealthStatus.Unhealthy, [ReadyTag]);
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("zvec-server")).WithMetrics(metrics => metrics
            .AddMeter(
                "Zvec.Engine", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                "Microsoft.AspNetCore.RateLimiting", "System.Runtime")
            .AddPrometheusExporter());
        AccessPolicies.Add(services);
        if (options.ApiReference)
            ApiDocument.Add(services);
    }

    private static void Use(WebApplication app, ZvecServerOptions options)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => ProblemWriter.WriteAsync(context.HttpContext, options));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        EndpointRoutes.Map(app);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag) })
            .AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").Reads();
        if (options.ApiReference)
        {
            app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
            app.MapScalarApiReference("/scalar").AllowAnonymous();
        }
    }

    private static void CopyTo(System.Text.Json.JsonSerializerOptions json)
    {
        System.Text.Json.JsonSerializerOptions ours = ServerJson.Default.Options;
        json.TypeInfoResolverChain.Insert(0, ServerJson.Default);
        json.PropertyNamingPolicy = ours.PropertyNamingPolicy;
        json.AllowDuplicateProperties = ours.AllowDuplicateProperties;
        json.RespectNullableAnnotations = ours.RespectNullableAnnotations;
        json.UnmappedMemberHandling = ours.UnmappedMemberHandling;
        json.DefaultIgnoreCondition = ours.DefaultIgnoreCondition;
        foreach (System.Text.Json.Serialization.JsonConverter converter in ours.Converters)
            json.Converters.Add(converter);
    }

    private static RequestTimeoutPolicy TimeoutOf(ZvecServerOptions options) => new()
    {
        Timeout = options.RequestTimeout,
        TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        WriteTimeoutResponse = context => ProblemWriter.WriteAsync(
            context, StatusCodes.Status504GatewayTimeout, "Out of time",
            $"The request took longer than the {options.RequestTimeout} that this server allows (Zvec:RequestTimeout)."),
    };

    private static void AddLimits(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limiter, ZvecServerOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await ProblemWriter.WriteAsync(
                context.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests",
                "The server works on as many requests as it may, and as many wait. Try again later.", ZvecErrorCode.ResourceExhausted);
        };
        var requests = new ConcurrencyLimiterOptions
        {
            PermitLimit = options.MaxConcurrentRequests,
            QueueLimit = options.MaxQueuedRequests,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
        var streams = new ConcurrencyLimiterOptions { PermitLimit = options.MaxConcurrentStreams, QueueLimit = 0 };
        AddPolicy(EndpointRoutes.RequestLimit, requests);
        AddPolicy(EndpointRoutes.StreamLimit, streams);

        void AddPolicy(string name, ConcurrencyLimiterOptions limit) =>
            limiter.AddPolicy(name, _ => RateLimitPartition.GetConcurrencyLimiter(name, _ => limit));
    }
}
