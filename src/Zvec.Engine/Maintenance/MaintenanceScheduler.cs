using Zvec.Engine.Primitives;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine.Maintenance;

/// <summary>Runs maintenance in the background: one lane seals, the other merges and builds indexes, each with at most one job at a
/// time.</summary>
internal sealed class MaintenanceScheduler : IDisposable
{
    private readonly SegmentMaintenance _maintenance;
    private readonly MaintenanceRecorder _recorder;
    private readonly string _collection;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource _mergeStop;
    private Task _sealLane = Task.CompletedTask;
    private Task _mergeLane = Task.CompletedTask;
    private bool _sealAgain;
    private bool _mergeAgain;
    private bool _sealRuns;
    private bool _mergeRuns;
    private int _mergePauses;
    private bool _wasWoken; // otherwise the collection does without background maintenance

    public MaintenanceScheduler(SegmentMaintenance maintenance, MaintenanceRecorder recorder, string collection)
    {
        _maintenance = maintenance;
        _recorder = recorder;
        _collection = collection;
        _mergeStop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
    }

    /// <summary>The failure that the last sealing ended with; null after a success. It is tried again at the next
    /// <see cref="Wake"/>.</summary>
    public Exception? SealFailure { get; private set; }

    /// <summary>Has the lanes look for work.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
                return;
            _wasWoken = true;
            _sealAgain = true;
            _mergeAgain = true;
            StartLanes();
        }
    }

    /// <summary>Waits until nothing is left to seal, or sealing failed.</summary>
    public Task SealingAsync()
    {
        lock (_lock)
            return _sealLane;
    }

    /// <summary>Waits until the lanes have nothing left to do, or are paused.</summary>
    public async Task IdleAsync()
    {
        while (true)
        {
            Task lanes;
            lock (_lock)
            {
                if (!_sealRuns && !_mergeRuns)
                    return;
                lanes = Task.WhenAll(_sealLane, _mergeLane);
            }

            await lanes.ConfigureAwait(false);
        }
    }

    /// <summary>Keeps the merge lane from running until the result is disposed.</summary>
    /// <param name="cancelRunningJob">Whether to cancel a job that runs, rather than to wait for its end.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IDisposable> PauseMergingAsync(bool cancelRunningJob, CancellationToken cancellationToken)
    {
        Task lane;
        lock (_lock)
        {
            if (_stop.IsCancellationRequested)
                throw new ObjectDisposedException($"Collection '{_collection}'", "The collection was disposed; open it again.");
            _mergePauses++;
            if (cancelRunningJob)
                _mergeStop.Cancel();
            lane = _mergeLane;
        }

        try
        {
            await lane.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // not before the lane has ended, whose job may be cancelled
            _ = lane.ContinueWith(_ => Resume(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        return new Pause(this);
    }

    /// <summary>Cancels what runs and waits for its end.</summary>
    public void Dispose()
    {
        Task lanes;
        lock (_lock)
        {
            _stop.Cancel();
            lanes = Task.WhenAll(_sealLane, _mergeLane);
        }

        lanes.GetAwaiter().GetResult();
        _mergeStop.Dispose();
        _stop.Dispose();
    }

    private void StartLanes()
    {
        if (_sealAgain && !_sealRuns)
        {
            _sealRuns = true;
            _sealLane = Task.Factory.StartNew(RunSealLane, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        if (_mergeAgain && !_mergeRuns && _mergePauses == 0)
        {
            _mergeRuns = true;
            CancellationToken token = _mergeStop.Token;
            _mergeLane = Task.Factory.StartNew(
                () => RunMergeLane(token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void RunSealLane()
    {
        while (Claim(ref _sealAgain, ref _sealRuns, _stop.Token))
        {
            long started = MaintenanceRecorder.Begin();
            try
            {
                while (_maintenance.SealOne(_stop.Token))
                    WakeMergeLane();
                SealFailure = null;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // the next Claim ends the lane
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ZvecException)
            {
                SealFailure = exception;
                _recorder.Failed(MaintenanceJob.Seal, started, exception);
            }
        }
    }

    private void RunMergeLane(CancellationToken cancellationToken)
    {
        BackgroundThread.GiveWay();
        while (Claim(ref _mergeAgain, ref _mergeRuns, cancellationToken))
        {
            long started = MaintenanceRecorder.Begin();
            MaintenanceJob job = MaintenanceJob.Merge;
            try
            {
                bool more = true;
                while (more)
                {
                    started = MaintenanceRecorder.Begin();
                    job = MaintenanceJob.Merge;
                    more = _maintenance.MergeOnce(cancellationToken);
                    if (more)
                        continue;
                    job = MaintenanceJob.Index;
                    more = _maintenance.IndexOne(isAsked: false, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // the next Claim ends the lane
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ZvecException)
            {
                _recorder.Failed(job, started, exception);
            }
        }
    }

    private void WakeMergeLane()
    {
        lock (_lock)
        {
            _mergeAgain = true;
            if (!_stop.IsCancellationRequested)
                StartLanes();
        }
    }

    /// <summary>Takes the request to look for work; without one, or when cancelled, the lane ends. Both under the lock, so that no request
    /// is lost between.</summary>
    private bool Claim(ref bool again, ref bool runs, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            runs = again && !cancellationToken.IsCancellationRequested;
            again = false;
            return runs;
        }
    }

    private void Resume()
    {
        lock (_lock)
        {
            if (--_mergePauses > 0 || _stop.IsCancellationRequested)
                return;
            _mergeStop.Dispose();
            _mergeStop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            _mergeAgain = _wasWoken;
            StartLanes();
        }
    }

    private sealed class Pause(MaintenanceScheduler scheduler) : IDisposable
    {
        public void Dispose() => scheduler.Resume();
    }
}
