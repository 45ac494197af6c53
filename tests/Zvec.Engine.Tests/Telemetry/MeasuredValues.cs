using System.Diagnostics.Metrics;

namespace Zvec.Engine.Tests.Telemetry;

/// <summary>Listens to the engine's meter, and keeps what is measured of one collection.</summary>
internal sealed class MeasuredValues : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly string _collection;
    private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> _values = [];

    public MeasuredValues(string collection)
    {
        _collection = collection;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != ZvecTelemetry.MeterName)
                return;
            lock (_lock)
                Instruments.Add(instrument.Name);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The names of the engine's instruments.</summary>
    public HashSet<string> Instruments { get; } = [];

    /// <summary>What was measured with one instrument.</summary>
    public IReadOnlyList<(double Value, Dictionary<string, object?> Tags)> Of(string instrument)
    {
        lock (_lock)
            return [.. _values.Where(one => one.Instrument == instrument).Select(one => (one.Value, one.Tags))];
    }

    /// <summary>What the gauges say now, by the value of one tag; "" where they have none.</summary>
    public Dictionary<string, double> Observe(string instrument, string tag)
    {
        lock (_lock)
            _values.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument).ToDictionary(one => one.Tags.GetValueOrDefault(tag)?.ToString() ?? "", one => one.Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray().ToDictionary();
        if (!_collection.Equals(all.GetValueOrDefault("db.collection.name")))
            return;
        lock (_lock)
            _values.Add((instrument.Name, value, all));
    }
}
