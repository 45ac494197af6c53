namespace Zvec.Crash.Tests.Processes;

/// <summary>Counts what kills fell into, for the record.</summary>
internal sealed class KillFigures
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Kills { get; private set; }

    public long Acknowledged { get; private set; }

    /// <param name="phase">What the test waited for.</param>
    /// <param name="acknowledged">The acknowledgements of the process that was killed.</param>
    /// <param name="underWay">What the files say was under way.</param>
    public void Add(string phase, long acknowledged, IReadOnlyList<string> underWay)
    {
        Kills++;
        Acknowledged += acknowledged;
        foreach (string what in underWay.Select(one => "during " + one).Append("while " + phase))
            _counts[what] = _counts.GetValueOrDefault(what) + 1;
    }

    public override string ToString() =>
        $"{Kills} kills, {Acknowledged} acknowledged calls; " + string.Join(", ", _counts.Select(entry => $"{entry.Key} {entry.Value}"));
}
