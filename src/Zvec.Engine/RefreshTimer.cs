using Zvec.Engine.Telemetry;

namespace Zvec.Engine;

/// <summary>Moves a read-only collection on from time to time. One refresh at a time; the interval begins anew behind each.</summary>
internal sealed class RefreshTimer : IDisposable
{
    private readonly CollectionReader _reader;
    private readonly TimeSpan _interval;
    private readonly MaintenanceRecorder _recorder;
    private readonly ITimer _timer;

    public RefreshTimer(CollectionReader reader, TimeSpan interval, TimeProvider time, MaintenanceRecorder recorder)
    {
        _reader = reader;
        _interval = interval;
        _recorder = recorder;
        _timer = time.CreateTimer(static self => ((RefreshTimer)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has no further refresh begin. One under way is waited for by the reader's disposal.</summary>
    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        long started = MaintenanceRecorder.Begin();
        try
        {
            _reader.Refresh();
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
