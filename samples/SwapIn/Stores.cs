using Microsoft.Extensions.VectorData;
using Zvec.Samples.SwapIn.Sqlite;
using Zvec.VectorData;

namespace Zvec.Samples.SwapIn;

/// <summary>The one place that knows which stores there are.</summary>
internal static class Stores
{
    public static IReadOnlyList<string> Names { get; } = ["zvec", "sqlite"];

    /// <summary>Opens a store; each has a folder or a file of its own in the folder.</summary>
    public static VectorStore Open(string name, string folder) => name switch
    {
        "zvec" => new ZvecVectorStore(Path.Combine(folder, "zvec")),
        "sqlite" => new SqliteVectorStore(Path.Combine(folder, "records.sqlite")),
        _ => throw new ArgumentException($"There is no store '{name}', only {string.Join(" and ", Names)}.", nameof(name)),
    };
}
