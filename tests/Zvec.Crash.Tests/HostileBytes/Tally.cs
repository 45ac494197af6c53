using System.Globalization;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Counts outcomes by the kind of file and of damage. Safe for use by several threads.</summary>
internal sealed class Tally
{
    private const int MostFailures = 30;

    private readonly SortedDictionary<string, long[]> _counts = new(StringComparer.Ordinal);

    /// <summary>The first checks that failed.</summary>
    public List<string> Failures { get; } = [];

    public long Total
    {
        get
        {
            lock (_counts)
                return _counts.Values.Sum(counts => counts.Sum());
        }
    }

    /// <summary>The kind of a file, by its name.</summary>
    public static string KindOf(string path)
    {
        string name = Path.GetFileName(path);
        if (name.StartsWith("MANIFEST", StringComparison.Ordinal))
            return "manifest";
        if (name.StartsWith("deletes", StringComparison.Ordinal))
            return "delete map";
        return Path.GetExtension(name) switch
        {
            ".wal" => "log",
            ".column" => "column",
            ".inverted" => "inverted index",
            ".text" => "text index",
            ".vectors" => "vectors",
            ".codes" => "codes",
            ".hnsw" => "graph",
            ".ivf" => "lists",
            _ => name,
        };
    }

    public void Add(string path, string damage, Outcome outcome)
    {
        lock (_counts)
        {
            string row = $"{KindOf(path)}, {damage}";
            if (!_counts.TryGetValue(row, out long[]? counts))
                _counts.Add(row, counts = new long[3]);
            counts[(int)outcome]++;
        }
    }

    /// <summary>Runs a check and keeps its failure, so that the others run too.</summary>
    public void Guard(Action check)
    {
        try
        {
            check();
        }
        catch (Exception exception) when (exception is Xunit.Sdk.IAssertionException)
        {
            lock (_counts)
            {
                if (Failures.Count < MostFailures)
                    Failures.Add(exception.Message);
            }
        }
    }

    public override string ToString()
    {
        lock (_counts)
        {
            IEnumerable<string> rows = _counts.Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Key,-34} {row.Value.Sum(),9} {row.Value[0],9} {row.Value[1],9} {row.Value[2],9}"));
            long[] sums = [.. Enumerable.Range(0, 3).Select(i => _counts.Values.Sum(counts => counts[i]))];
            string total = string.Create(
                CultureInfo.InvariantCulture, $"{"all",-34} {sums.Sum(),9} {sums[0],9} {sums[1],9} {sums[2],9}");
            return string.Join('\n', [$"{"damage",-34} {"times",9} {"detected",9} {"harmless",9} {"prefix",9}", .. rows, total]);
        }
    }
}
