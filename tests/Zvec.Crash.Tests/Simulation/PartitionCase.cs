namespace Zvec.Crash.Tests.Simulation;

/// <summary>Something that is done to a partitioned collection of three tenants, and what it holds before and after.</summary>
/// <param name="Name">What it is.</param>
/// <param name="ApplyAsync">Does it.</param>
/// <param name="Away">The tenant whose documents may be out of service meanwhile; null for none.</param>
internal sealed record PartitionCase(string Name, Func<PartitionedCollection, Task> ApplyAsync, string? Away = null)
{
    public const int Count = 9;

    private static readonly string[] Tenants = ["ant", "bee", "cat"];

    public static CollectionSchema Schema => new("parts")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("tenant", DataType.String),
            new FieldSchema("n", DataType.Int32),
            new FieldSchema("spare", DataType.Int32) { Nullable = true },
        },
        Vectors = { new VectorSchema("v", VectorType.Float32, 2) { Index = new FlatIndexOptions { Metric = Metric.L2 } } },
    };

    public static IReadOnlyList<PartitionCase> All { get; } =
    [
        new("add", parts => parts.AddPartitionAsync("dog")),
        new("write makes one", parts => parts.UpsertAsync([Document(20, "dog"), Document(21, "eel"), Document(0, "ant", 100)])),
        new("move", parts => parts.UpsertAsync([Document(3, "bee", 100)])),
        new("delete", parts => parts.DeleteAsync([1, 2])),
        new("detach", parts => parts.DetachPartitionAsync("bee"), "bee"),
        new("drop", parts => parts.DropPartitionAsync("bee"), "bee"),
        new("archive", parts => parts.ArchivePartitionAsync("bee", "/disk/archive"), "bee"),
        new("archive and restore", async parts =>
        {
            await parts.ArchivePartitionAsync("bee", "/disk/archive");
            await parts.RestorePartitionAsync("bee", "/disk/archive");
        }, "bee"),
        new("drop and make again", async parts =>
        {
            await parts.DropPartitionAsync("cat");
            await parts.UpsertAsync([Document(2, "cat", 100)]);
        }, "cat"),
        new("add field", parts => parts.AddFieldAsync(new FieldSchema("more", DataType.Int32) { Nullable = true })),
        new("drop field", parts => parts.DropFieldAsync("spare")),
        new("rename the rule's field", parts => parts.RenameFieldAsync("tenant", "owner")),
        new("other index", parts => parts.CreateIndexAsync("v", new HnswIndexOptions { Metric = Metric.Cosine })),
    ];

    public static PartitionCase Find(string name) => All.Single(one => one.Name == name);

    public static string TenantOf(int key) => Tenants[key % Tenants.Length];

    public static Document Document(int key, string tenant, int n = 0) => new(key)
    {
        ["tenant"] = tenant,
        ["n"] = n == 0 ? key : n,
        ["v"] = new float[] { key + 1, -key },
    };

    /// <summary>The schema of a collection and its partitions, as text.</summary>
    public static string Head(PartitionedCollection parts)
    {
        IEnumerable<string> partitions = parts.Partitions
            .OrderBy(partition => partition.Name, StringComparer.Ordinal)
            .Select(partition => $"{partition.Name}{(partition.IsAttached ? "" : " (detached)")}");
        string fields = string.Join(", ", parts.Schema.Fields.Select(field => field.Name));
        return $"{fields}, {parts.Schema.Vectors[0].Index.Metric}: {string.Join(", ", partitions)}";
    }

    /// <summary>The documents of a collection, as text: key, tenant, number.</summary>
    public static SortedSet<string> Documents(PartitionedCollection parts)
    {
        string rule = RuleOf(parts);
        return new(parts.Scan().Select(document => $"{document.Key} {document[rule]} {document["n"]}"), StringComparer.Ordinal);
    }

    /// <summary>The field by which the collection is partitioned.</summary>
    public static string RuleOf(PartitionedCollection parts) =>
        parts.Schema.Fields.Any(field => field.Name == "owner") ? "owner" : "tenant";

    public static Document Document(int key, string tenant, PartitionedCollection parts)
    {
        Document document = Document(key, tenant);
        if (RuleOf(parts) == "tenant")
            return document;
        var renamed = new Document(key) { ["owner"] = tenant };
        foreach ((string name, object? value) in document.Where(value => value.Key != "tenant"))
            renamed[name] = value;
        return renamed;
    }
}
