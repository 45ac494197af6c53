using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Zvec.Engine;

namespace Zvec.Server.Access;

/// <summary>Stops a server without keys that listens on anything but loopback addresses. Until it has, such requests are refused one by
/// one: <see cref="LocalRequest"/>.</summary>
internal sealed class ListeningGuard(IServer server, ApiKeys keys) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!keys.AreNone || server.Features.Get<IServerAddressesFeature>() is not { } listening)
            return Task.CompletedTask;
        string? open = listening.Addresses.FirstOrDefault(address => !LocalRequest.IsLocalName(BindingAddress.Parse(address).Host));
        return open is null
            ? Task.CompletedTask
            : throw new ZvecException(
                ZvecErrorCode.FailedPrecondition,
                $"The server would listen on {open} without keys, so that everybody could read and write. Set Zvec:ReadKeys and "
                    + "Zvec:WriteKeys, or listen on loopback only (--urls http://127.0.0.1:6333).");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
