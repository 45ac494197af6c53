using Microsoft.AspNetCore.Authentication;

namespace Zvec.Server.Access;

/// <summary>Who may call which endpoint: <see cref="Read"/> or <see cref="Write"/>, and where an endpoint says nothing, as if it
/// wrote.</summary>
internal static class AccessPolicies
{
    public const string Read = "read";
    public const string Write = "write";

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddAuthentication(ApiKeyHandler.Scheme).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Read, policy => policy.RequireRole(Read))
            .AddPolicy(Write, policy => policy.RequireRole(Write))
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireRole(Write).Build());
    }
}
