using System.Collections;

namespace Zvec.Cli.Files;

/// <summary>Rows that are made while they are written, so that they are never in memory all at once.</summary>
internal sealed class ParquetRows(IEnumerable<Dictionary<string, object?>> rows, int count)
    : IReadOnlyCollection<IDictionary<string, object?>>
{
    public int Count => count;

    public IEnumerator<IDictionary<string, object?>> GetEnumerator() => rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
