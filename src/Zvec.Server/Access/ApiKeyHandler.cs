using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Zvec.Server.Errors;

namespace Zvec.Server.Access;

/// <summary>Takes the key of a request from <c>Authorization: Bearer …</c> or <c>X-Api-Key: …</c>. Where the server has no keys, a client
/// of the same machine may do everything.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";

    public const string Header = "X-Api-Key";

    private const string Bearer = "Bearer ";

    private static readonly AuthenticateResult Reader = Allow(AccessPolicies.Read);
    private static readonly AuthenticateResult Writer = Allow(AccessPolicies.Read, AccessPolicies.Write);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (keys.AreNone)
            return HandleForbiddenAsync(properties);
        Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemWriter.WriteAsync(
            Context, StatusCodes.Status401Unauthorized, "A key is needed",
            $"Send a key of this server as 'Authorization: Bearer <key>' or '{Header}: <key>'.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ProblemWriter.WriteAsync(
        Context, StatusCodes.Status403Forbidden, "Not allowed",
        keys.AreNone
            ? "This server has no keys, and answers direct requests from its own machine only. Give it keys "
                + "(Zvec:ReadKeys, Zvec:WriteKeys)."
            : "The key allows reading only, and this call writes. Send one of the server's write keys.");

    private AuthenticateResult Authenticate()
    {
        if (keys.AreNone)
            return LocalRequest.Is(Context) ? Writer : AuthenticateResult.NoResult();
        string? key = Request.Headers[Header];
        string? authorization = Request.Headers[HeaderNames.Authorization];
        if (string.IsNullOrEmpty(key) && authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true)
            key = authorization[Bearer.Length..].Trim();
        return string.IsNullOrEmpty(key) ? AuthenticateResult.NoResult() : keys.LevelOf(key) switch
        {
            AccessLevel.Write => Writer,
            AccessLevel.Read => Reader,
            _ => AuthenticateResult.Fail("The key is none of this server's."),
        };
    }

    private static AuthenticateResult Allow(params string[] roles)
    {
        var identity = new ClaimsIdentity(roles.Select(role => new Claim(ClaimTypes.Role, role)), Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }
}
