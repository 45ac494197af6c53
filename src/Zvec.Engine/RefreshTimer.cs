using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

/// <summary>Moves a read-only collection on from time to time. One refresh at a time; the interval begins anew behind each.</summary>
internal sealed class RefreshTimer : IDisposable
{
    private readonly Action _refresh;
    private readonly TimeSpan _interval;
    private readonly MaintenanceRecorder _recorder;
    private readonly ITimer _timer;

    /// <param name="refresh">Moves the collection on; refused with <see cref="ObjectDisposedException"/> once that is disposed.</param>
    /// <param name="interval">How long after a refresh the next one begins.</param>
    /// <param name="time">The clock.</param>
    /// <param name="recorder">Keeps what succeeds and what fails.</param>
    public RefreshTimer(Action refresh, TimeSpan interval, TimeProvider time, MaintenanceRecorder recorder)
    {
        _refresh = refresh;
        _interval = interval;
        _recorder = recorder;
        _timer = time.CreateTimer(static self => ((RefreshTimer)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has no further refresh begin. One under way is waited for by the collection's disposal.</summary>
    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        long started = MaintenanceRecorder.Begin();
        try
        {
            _refresh();
            _recorder.Succeeded(MaintenanceJob.Refresh, started, documents: 0);
        }
        catch (ObjectDisposedException)
        {
            return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ZvecException)
        {
            // The collection goes on showing the state that it has; statistics and log say that it is not the newest.
            _recorder.Failed(MaintenanceJob.Refresh, started, exception);
        }

        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }
}
