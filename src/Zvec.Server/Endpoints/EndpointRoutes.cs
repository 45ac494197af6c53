using Microsoft.AspNetCore.Http.Timeouts;
using Zvec.Server.Access;

namespace Zvec.Server.Endpoints;

/// <summary>What the endpoints of all files have in common.</summary>
internal static class EndpointRoutes
{
    /// <summary>The limit of ordinary requests.</summary>
    public const string RequestLimit = "requests";

    /// <summary>The limit of long requests.</summary>
    public const string StreamLimit = "streams";

    public static void Map(IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/v1/collections")
            .RequireRateLimiting(RequestLimit)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        CollectionEndpoints.Map(all);
        SchemaEndpoints.Map(all);
        DocumentEndpoints.Map(all);
        SearchEndpoints.Map(all);
        ScanEndpoint.Map(all);
        BackupEndpoints.Map(all);
    }

    public static TBuilder Reads<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(AccessPolicies.Read);

    public static TBuilder Writes<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(AccessPolicies.Write);

    /// <summary>Marks an endpoint whose requests may take long: counted apart, and without a limit of time.</summary>
    public static TBuilder TakesLong<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireRateLimiting(StreamLimit).WithMetadata(new DisableRequestTimeoutAttribute());
}
