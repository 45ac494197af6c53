using Microsoft.Extensions.Logging;

namespace Zvec.Engine.Tests.Telemetry;

/// <summary>Keeps the events that it is told of.</summary>
internal sealed class EventLog : ILogger
{
    private readonly Lock _lock = new();
    private readonly List<(EventId Id, LogLevel Level, string Message)> _events = [];

    public IReadOnlyList<(EventId Id, LogLevel Level, string Message)> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public int Count(int id) => Events.Count(one => one.Id.Id == id);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
            _events.Add((eventId, logLevel, formatter(state, exception)));
    }
}
