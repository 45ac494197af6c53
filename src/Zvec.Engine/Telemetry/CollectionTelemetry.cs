using System.Collections;
using System.Diagnostics;

namespace Zvec.Engine.Telemetry;

/// <summary>Measures the calls to a collection when somebody listens, and otherwise only makes them: without an allocation, for a test of
/// three fields.</summary>
/// <param name="collection">The name of the collection.</param>
/// <param name="isPartition">Whether the calls are made by a larger collection, which measures its own.</param>
internal sealed class CollectionTelemetry(string collection, bool isPartition = false)
{
    /// <summary>Makes a call that reads.</summary>
    /// <param name="operation">One of <see cref="OperationName"/>.</param>
    /// <param name="state">What the call needs, so that it can be static.</param>
    /// <param name="call">The call.</param>
    public TResult Run<TState, TResult>(string operation, TState state, Func<TState, TResult> call) =>
        IsListened ? Observe(operation, state, call) : call(state);

    /// <summary>Makes a call that is awaited. What it throws at once is thrown at once.</summary>
    /// <param name="operation">One of <see cref="OperationName"/>.</param>
    /// <param name="batchSize">Documents or keys of a write; 0 for another call.</param>
    /// <param name="state">What the call needs, so that it can be static.</param>
    /// <param name="call">The call.</param>
    public Task<TResult> RunAsync<TState, TResult>(string operation, int batchSize, TState state, Func<TState, Task<TResult>> call)
    {
        if (!IsListened)
            return call(state);
        (OperationScope scope, Task<TResult> task) = Begin(operation, batchSize, state, call);
        return ObserveAsync(scope, task, returnsRows: batchSize == 0);
    }

    /// <summary>Makes a call without a result that is awaited. What it throws at once is thrown at once.</summary>
    /// <param name="operation">One of <see cref="OperationName"/>.</param>
    /// <param name="state">What the call needs, so that it can be static.</param>
    /// <param name="call">The call.</param>
    public Task RunAsync<TState>(string operation, TState state, Func<TState, Task> call)
    {
        if (!IsListened)
            return call(state);
        (OperationScope scope, Task task) = Begin(operation, batchSize: 0, state, call);
        return ObserveAsync(scope, task);
    }

    /// <summary>Measures an enumeration that ends now. It has no span: between two documents its caller does other things.</summary>
    /// <param name="operation">One of <see cref="OperationName"/>.</param>
    /// <param name="started">The time stamp of its beginning.</param>
    public void Ended(string operation, long started)
    {
        if (isPartition || !EngineMeter.OperationDuration.Enabled)
            return;
        var tags = new TagList
        {
            { AttributeName.System, ZvecTelemetry.SystemName },
            { AttributeName.Collection, collection },
            { AttributeName.Operation, operation },
        };
        EngineMeter.OperationDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
    }

    /// <summary>Does the work of a sync of the log, and measures it.</summary>
    public void Sync(Action sync)
    {
        if (!EngineMeter.SyncDuration.Enabled)
        {
            sync();
            return;
        }

        long started = Stopwatch.GetTimestamp();
        sync();
        var tags = new TagList
        {
            { AttributeName.System, ZvecTelemetry.SystemName },
            { AttributeName.Collection, collection },
        };
        EngineMeter.SyncDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
    }

    private bool IsListened => EngineMeter.IsListened && !isPartition;

    private TResult Observe<TState, TResult>(string operation, TState state, Func<TState, TResult> call)
    {
        var scope = new OperationScope(collection, operation, batchSize: 0);
        TResult result;
        try
        {
            result = call(state);
        }
        catch (Exception exception)
        {
            scope.Fail(exception);
            throw;
        }

        scope.End(result is ICollection rows ? rows.Count : -1);
        return result;
    }

    private (OperationScope Scope, TTask Task) Begin<TState, TTask>(
        string operation, int batchSize, TState state, Func<TState, TTask> call)
    {
        var scope = new OperationScope(collection, operation, batchSize);
        try
        {
            TTask task = call(state);
            scope.Leave();
            return (scope, task);
        }
        catch (Exception exception)
        {
            scope.Fail(exception);
            throw;
        }
    }

    private static async Task<TResult> ObserveAsync<TResult>(OperationScope scope, Task<TResult> task, bool returnsRows)
    {
        TResult result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            scope.Fail(exception);
            throw;
        }

        scope.End(returnsRows && result is ICollection rows ? rows.Count : -1);
        return result;
    }

    private static async Task ObserveAsync(OperationScope scope, Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            scope.Fail(exception);
            throw;
        }

        scope.End(returnedRows: -1);
    }
}
