namespace Zvec.Samples.SwapIn;

/// <summary>What the command line says.</summary>
/// <param name="Store">The store of the program, or that to copy from.</param>
/// <param name="Target">The store to copy to; null for no copy.</param>
/// <param name="Folder">Where the stores are.</param>
internal sealed record Settings(string Store, string? Target, string Folder)
{
    public const string Usage = """
        Does the same on one vector store and on another.

          swapin <store> [--data <folder>]
          swapin copy <store> <store> [--data <folder>]

          <store>          zvec or sqlite
          copy             copies all records from the first store to the second
          --data <folder>  where the stores are kept; by default swapin-stores beside the program
        """;

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it asks for help or makes no sense.</returns>
    public static Settings? Read(string[] args)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "swapin-stores");
        if (args is [.. var rest, "--data", var path])
        {
            folder = Path.GetFullPath(path);
            args = rest;
        }

        return args switch
        {
            [var store] when Stores.Names.Contains(store) => new Settings(store, null, folder),
            ["copy", var from, var to] when from != to && Stores.Names.Contains(from) && Stores.Names.Contains(to) =>
                new Settings(from, to, folder),
            _ => null,
        };
    }
}
