namespace Zvec.Engine.Tests.Architecture;

/// <summary>The rooms and who may refer to whom, as the table in section 2 of the design has it.</summary>
internal static class Rooms
{
    public const string Root = "(root)";
    public const string Connector = "Zvec.VectorData";

    /// <summary>Collections made of collections, which stand above the root.</summary>
    public const string Partitions = "Partitions";

    private const string EngineFolder = "Zvec.Engine";
    private const string Indexes = "Indexes";

    private static readonly Dictionary<string, string[]> Allowed = Table();

    public static IReadOnlyCollection<string> All => Allowed.Keys;

    /// <summary>Namespaces that end in these names may precede a type with a dot.</summary>
    public static IReadOnlySet<string> NamespaceParts { get; } =
        new HashSet<string>([.. Allowed.Keys.SelectMany(room => room.Split('/')), "Zvec", "Engine", "global"]);

    /// <summary>The room of a file, by its path from <c>src</c>; null for a folder that is no room.</summary>
    public static string? Of(string path)
    {
        string[] parts = path.Split('/');
        if (parts[0] == Connector)
            return Connector;
        if (parts[0] != EngineFolder)
            return null;
        if (parts.Length == 2)
            return Root;
        string room = parts[1] == Indexes && parts.Length > 3 ? $"{Indexes}/{parts[2]}" : parts[1];
        return Allowed.ContainsKey(room) ? room : null;
    }

    public static bool MayRefer(string from, string to) => from == to || Allowed[from].Contains(to);

    private static Dictionary<string, string[]> Table()
    {
        string[] indexes = [Indexes, "Indexes/Vectors", "Indexes/Scalars", "Indexes/Sparse", "Indexes/Text"];
        string[] indexMay = ["Columns", "Quantization", "Distance", "Schema", "Storage", "Primitives"];
        string[] filtersMay = [.. indexes, "Columns", "Schema", "Primitives"];
        string[] segmentsMay = ["Documents", .. indexes, "Columns", "Schema", "Storage", "Primitives"];
        string[] maintenanceMay = ["Segments", "Expressions", "Telemetry", .. segmentsMay];
        string[] searchMay = ["Segments", "Filters", .. segmentsMay, .. filtersMay];
        string[] verificationMay = ["Segments", "Wal", .. segmentsMay];
        var table = new Dictionary<string, string[]>
        {
            ["Primitives"] = [],
            ["Telemetry"] = ["Primitives"],
            ["Schema"] = ["Primitives"],
            ["Storage"] = ["Primitives"],
            ["Distance"] = ["Primitives"],
            ["Quantization"] = ["Distance", "Schema", "Primitives"],
            ["Documents"] = ["Schema", "Primitives"],
            ["Wal"] = ["Storage", "Primitives"],
            ["Expressions"] = ["Documents", "Schema", "Primitives"],
            ["Copying"] = ["Documents", "Schema", "Primitives"],
            ["Columns"] = ["Schema", "Storage", "Primitives"],
            ["Filters"] = filtersMay,
            ["Segments"] = segmentsMay,
            ["Maintenance"] = maintenanceMay,
            ["Statistics"] = ["Maintenance", .. maintenanceMay],
            ["Search"] = searchMay,
            ["Backups"] = ["Segments", "Wal", .. segmentsMay],
            ["Verification"] = verificationMay,
        };
        table[Indexes] = indexMay;
        foreach (string part in indexes[1..])
            table[part] = [Indexes, .. indexMay]; // the parts not each other
        string[] rooms = [.. table.Keys];
        table[Root] = rooms;
        table[Partitions] = [Root, .. rooms];
        table[Connector] = [Root, Partitions, .. rooms];
        return table;
    }
}
