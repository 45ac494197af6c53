using Zvec.Engine;

namespace Zvec.Server.Collections;

/// <summary>Opens all collections when the server starts, so that the first requests need not wait, and keeps those that are open for
/// reading only up to date.</summary>
internal sealed partial class CollectionLoader(
    CollectionRegistry registry, ZvecServerOptions options, ReadyCheck ready, ILogger<CollectionLoader> logger) : BackgroundService
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
                LogUnopened(logger, name, exception);
                ready.Failed(name);
            }
        }

        ready.Done();
        if (options.ReadOnly && options.RefreshInterval > TimeSpan.Zero)
            await RefreshAsync(stoppingToken).ConfigureAwait(false);
    }

    private async Task RefreshAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.RefreshInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            foreach ((string name, Collection collection) in registry.Open)
            {
                try
                {
                    collection.Refresh();
                }
                catch (Exception exception) when (exception is ZvecException or IOException)
                {
                    LogUnrefreshed(logger, name, exception); // it goes on showing what it showed
                }
            }
        }
    }

    [LoggerMessage(4012, LogLevel.Error, "Collection {Name} cannot be opened.")]
    private static partial void LogUnopened(ILogger logger, string name, Exception exception);

    [LoggerMessage(4013, LogLevel.Warning, "Collection {Name} cannot be refreshed.")]
    private static partial void LogUnrefreshed(ILogger logger, string name, Exception exception);
}
