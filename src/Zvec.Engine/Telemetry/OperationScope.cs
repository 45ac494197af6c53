using System.Diagnostics;

namespace Zvec.Engine.Telemetry;

/// <summary>One call that somebody listens to, from its beginning to its end.</summary>
internal readonly struct OperationScope
{
    private readonly string _collection;
    private readonly string _operation;
    private readonly long _started;
    private readonly Activity? _activity;
    private readonly Activity? _outer;

    /// <param name="collection">The name of the collection.</param>
    /// <param name="operation">One of <see cref="OperationName"/>.</param>
    /// <param name="batchSize">Documents or keys of a write; 0 for another call.</param>
    public OperationScope(string collection, string operation, int batchSize)
    {
        _collection = collection;
        _operation = operation;
        _outer = Activity.Current;
        if (EngineMeter.Source.HasListeners())
        {
            string name = $"{operation} {collection}";
            TagList tags = Tags();
            tags.Add(AttributeName.QuerySummary, name);
            if (batchSize > 1)
                tags.Add(AttributeName.BatchSize, batchSize);
            _activity = EngineMeter.Source.StartActivity(ActivityKind.Client, tags: tags, name: name);
        }

        _started = Stopwatch.GetTimestamp();
    }

    /// <summary>Has what the caller does next be no part of the span, although that goes on.</summary>
    public void Leave()
    {
        if (_activity is not null)
            Activity.Current = _outer;
    }

    /// <summary>Ends a call that succeeded.</summary>
    /// <param name="returnedRows">Documents that it returned; −1 when that says nothing.</param>
    public void End(int returnedRows)
    {
        TagList tags = Tags();
        EngineMeter.OperationDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        if (returnedRows >= 0)
        {
            EngineMeter.ReturnedRows.Record(returnedRows, tags);
            _activity?.SetTag(AttributeName.ReturnedRows, returnedRows);
        }

        _activity?.Dispose();
    }

    /// <summary>Ends a call that failed.</summary>
    public void Fail(Exception exception)
    {
        string error = EngineMeter.ErrorOf(exception);
        TagList tags = Tags();
        tags.Add(AttributeName.Error, error);
        if (exception is ZvecException)
            tags.Add(AttributeName.StatusCode, error);
        EngineMeter.OperationDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        if (_activity is null)
            return;
        _activity.SetTag(AttributeName.Error, error);
        if (exception is ZvecException)
            _activity.SetTag(AttributeName.StatusCode, error);
        _activity.SetStatus(ActivityStatusCode.Error, exception.Message);
        _activity.Dispose();
    }

    private TagList Tags() => new()
    {
        { AttributeName.System, ZvecTelemetry.SystemName },
        { AttributeName.Collection, _collection },
        { AttributeName.Operation, _operation },
    };
}
