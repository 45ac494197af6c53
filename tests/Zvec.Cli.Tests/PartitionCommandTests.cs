using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>Partitioned collections, with the commands that others have too and with those of their own.</summary>
public sealed class PartitionCommandTests : CliTest
{
    private const string Events = """
        {"id":"a","time":"2026-01-01T01:00:00","text":"red fox","v":[1,0]}
        {"id":"b","time":"2026-01-01T23:00:00","text":"blue dog","v":[0.9,0.1]}
        {"id":"c","time":"2026-01-02T01:00:00","text":"red dog","v":[0,1]}

        """;

    [Fact]
    public void A_partitioned_collection_is_worked_with_as_another()
    {
        CreateEvents();
        JsonElement info = Json("info", "events");
        Assert.Equal((3, 2), (info.GetProperty("documents").GetInt32(), info.GetProperty("partitions").GetInt32()));
        JsonElement stats = Json("stats", "events");
        Assert.Equal(3, stats.GetProperty("documents").GetInt32());
        Assert.Equal(2, stats.GetProperty("partitions").GetProperty("2026-01-01").GetProperty("documents").GetInt32());
        Assert.Equal(1, Json("stats", "events", "--partition", "2026-01-02").GetProperty("documents").GetInt32());
        Assert.Contains("2026-01-02", Run("stats", "events").Output, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "c"], Keys(Json("query", "events", "--vector", "[1,0]")));
        Assert.Equal(["c"], Keys(Json("query", "events", "--text", "red", "--filter", "time >= '2026-01-02T00:00:00'")));
        Assert.Contains("\"c\"", Run("get", "events", "c").Output, StringComparison.Ordinal);
        Assert.Equal(Sorted(Events), Sorted(Run("export", "events", "-").Output));
        JsonElement verified = Json("verify", "events");
        Assert.Equal((true, 3), (verified.GetProperty("intact").GetBoolean(), verified.GetProperty("documents").GetInt32()));
        Assert.Equal(2, Json("optimize", "events").GetProperty("segments").GetInt32());
        Assert.Equal(1, Json("delete", "events", "--filter", "text = 'red dog'").GetProperty("deleted").GetInt32());

        Assert.Equal(2, Json("backup", "events", "saved").GetProperty("documents").GetInt32());
        Assert.Equal(2, Json("restore", "saved", "again").GetProperty("documents").GetInt32());
        Assert.True(Json("verify", "again").GetProperty("intact").GetBoolean());
        Json("index", "again", "text", "--drop");
        Json("schema", "again", "--add-field", "note:String?");
        Fails(2, "partitioned", "backup", "events", "saved.zip");
        Fails(2, "partitioned", "copy", "events", "copied");
        Fails(2, "'week'", "create", "other", "--field", "time:DateTime", "--partition-by", "time:week");
        Fails(2, "one of them", "create", "other", "--field", "time:DateTime", "--partition-by", "time", "--partitions", "2");
        Fails(3, "'2027-01-01'", "stats", "events", "--partition", "2027-01-01");
    }

    [Fact]
    public void Partitions_come_and_go()
    {
        CreateEvents();
        Json("partitions", "add", "events", "2026-01-03");
        Assert.Equal(
            ["2026-01-01", "2026-01-02", "2026-01-03"],
            Json("partitions", "list", "events").GetProperty("partitions").EnumerateArray()
                .Select(partition => partition.GetProperty("name").GetString()));
        Json("partitions", "detach", "events", "2026-01-02");
        Assert.Equal(2, Count("events"));
        Assert.Equal("2026-01-02", Json("stats", "events").GetProperty("detached")[0].GetString());
        Json("partitions", "attach", "events", "2026-01-02");
        Assert.Equal(2, Json("partitions", "archive", "events", "2026-01-01", "archive").GetProperty("documents").GetInt32());
        Assert.Equal(1, Count("events"));
        Assert.Equal(2, Json("partitions", "restore", "events", "2026-01-01", "archive").GetProperty("documents").GetInt32());
        Json("partitions", "drop", "events", "2026-01-02");
        Assert.Equal(2, Count("events"));

        CreateBooks();
        Fails(3, "'2026-01-02'", "partitions", "drop", "events", "2026-01-02");
        Fails(4, "'2026-01-03'", "partitions", "add", "events", "2026-01-03");
        Fails(2, "'January'", "partitions", "add", "events", "January");
        Fails(3, "zvec create nowhere", "partitions", "list", "nowhere");
        Fails(2, "not partitioned", "partitions", "list", "books");
        Fails(2, "not partitioned", "stats", "books", "--partition", "a");
        Fails(3, "books, events", "info", ".");
    }

    private static string[] Keys(JsonElement result) =>
        [.. result.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("document").GetProperty("id").GetString()!)];

    private static IEnumerable<string> Sorted(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    private void CreateEvents()
    {
        Json(
            "create", "events", "--field", "time:DateTime:inverted", "--field", "text:String:text", "--vector", "v:Float32:2",
            "--partition-by", "time:day");
        Assert.Equal(3, Json("import", "events", Write("events.jsonl", Events)).GetProperty("written").GetInt32());
    }
}
