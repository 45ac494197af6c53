using Zvec.Engine;

namespace Zvec.Server.Collections;

/// <summary>Opens all collections when the server starts, so that the first requests need not wait.</summary>
internal sealed class CollectionLoader(
    CollectionRegistry registry, ReadyCheck ready, ILogger<CollectionLoader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the server need not wait until all are open
        foreach (string name in registry.List())
        {
            stoppingToken.ThrowIfCancellationRequested();
            try
            {
                await registry.GetAsync(name).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
            {
                ServerLog.CollectionUnopened(logger, name, exception);
                ready.Failed(name);
            }
        }

        ready.Done();
    }
}
