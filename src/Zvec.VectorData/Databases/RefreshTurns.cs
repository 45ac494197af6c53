using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>Has something refreshed from time to time. One refresh at a time; the interval begins anew behind each.</summary>
internal sealed class RefreshTurns : IDisposable
{
    private readonly Action _refresh;
    private readonly TimeSpan _interval;
    private readonly Action<Exception> _failed;
    private readonly Lock _turn = new();
    private readonly Timer _timer;
    private volatile MaintenanceFailure? _failure;
    private bool _disposed;

    public RefreshTurns(Action refresh, TimeSpan interval, Action<Exception> failed)
    {
        _refresh = refresh;
        _interval = interval;
        _failed = failed;
        _timer = new Timer(static self => ((RefreshTurns)self!).Run(), this, Timeout.Infinite, Timeout.Infinite);
        _timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the last refresh failed; null when it did not.</summary>
    public MaintenanceFailure? Failure => _failure;

    /// <summary>Has no further refresh begin, and waits for one under way.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void Run()
    {
        lock (_turn)
        {
            if (_disposed)
                return;
            try
            {
                _refresh();
                _failure = null;
            }
            catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
            {
                // What was shown is shown further; statistics and log say that it is not the newest.
                _failure = new MaintenanceFailure(
                    MaintenanceJob.Refresh, DateTimeOffset.UtcNow, exception.GetType().Name, exception.Message);
                _failed(exception);
            }

            _timer.Change(_interval, Timeout.InfiniteTimeSpan);
        }
    }
}
