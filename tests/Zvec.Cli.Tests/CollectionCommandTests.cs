using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>create, info, stats, schema, index, optimize, and the command line itself.</summary>
public sealed class CollectionCommandTests : CliTest
{
    [Fact]
    public void A_collection_is_made_described_and_made_again_from_its_schema()
    {
        CreateBooks();
        JsonElement info = Json("info", "books");
        Assert.Equal("books", info.GetProperty("name").GetString());
        Assert.Equal(3, info.GetProperty("documents").GetInt32());
        Assert.Equal("v Float32 4 Hnsw Cosine", info.GetProperty("vectors")[0].GetString());
        Assert.Equal(3, Json("stats", "books").GetProperty("documents").GetInt32());
        Assert.Contains("year Int32 inverted", Run("info", "books").Output, StringComparison.Ordinal);

        string schema = Run("schema", "books").Output;
        CliResult created = RunWith(schema, "create", "again", "--schema", "-");
        Assert.True(created.ExitCode == 0, created.Error);
        Assert.Equal(schema, Run("schema", "again").Output);
    }

    [Fact]
    public void What_cannot_be_made_or_found_is_told_by_code_and_message()
    {
        CreateBooks();
        Fails(4, "books", "create", "books", "--field", "a:Int32");
        Fails(2, "neither fields nor vectors", "create", "empty");
        Fails(2, "'int'", "create", "bad", "--field", "a:int");
        Fails(2, "'a'", "create", "bad", "--field", "a");
        Fails(2, "not JSON", "create", "bad", "--schema", Write("bad.json", "{"));
        Fails(3, "missing.json", "create", "bad", "--schema", "missing.json");
        Fails(3, "zvec create nowhere", "info", "nowhere");
        Fails(3, "nowhere", "stats", "nowhere");
        Fails(3, "nowhere", "optimize", "nowhere");
        Assert.False(Directory.Exists(Path.Combine(Folder, "bad")));

        CliResult json = Run("info", "nowhere", "--json");
        JsonElement error = JsonDocument.Parse(json.Error).RootElement.GetProperty("error");
        Assert.Equal((3, "NotFound"), (json.ExitCode, error.GetProperty("code").GetString()));
    }

    [Fact]
    public void The_schema_is_changed_where_asked_to()
    {
        CreateBooks();
        CliResult changed = Run(
            "schema", "books", "--drop-field", "tags", "--rename-field", "title=name", "--add-field", "rating:Float32?", "--add-vector",
            "w:Float32:2?");
        Assert.True(changed.ExitCode == 0, changed.Error);
        Assert.Equal(
            """{"id":"b1","name":"Moby Dick the white whale","year":1851,"price":12.50,"rating":null}""",
            Run("get", "books", "b1").Output.TrimEnd());
        Fails(3, "tags", "schema", "books", "--drop-field", "tags");
        Fails(2, "no pair", "schema", "books", "--rename-field", "name");
        Fails(4, "year", "schema", "books", "--add-field", "year:Int32?");
    }

    [Fact]
    public void Indexes_are_given_and_dropped()
    {
        CreateBooks();
        Json("index", "books", "v", "--kind", "hnsw", "--set", "m=32");
        Json("index", "books", "year", "--drop");
        Json("index", "books", "title", "--kind", "text", "--set", "stemmer=English");
        JsonElement schema = Json("schema", "books");
        Assert.Equal(32, schema.GetProperty("vectors")[0].GetProperty("index").GetProperty("m").GetInt32());
        Assert.Equal("English", schema.GetProperty("fields")[0].GetProperty("index").GetProperty("stemmer").GetString());
        Assert.Equal(JsonValueKind.Null, schema.GetProperty("fields")[1].GetProperty("index").ValueKind);
        JsonElement stats = Json("stats", "books");
        JsonElement index = stats.GetProperty("indexes").EnumerateArray().Single(index => index.GetProperty("field").GetString() == "v");
        Assert.Equal(("hnsw", "32"), (index.GetProperty("kind").GetString(), index.GetProperty("parameters").GetProperty("m").GetString()));
        Assert.Equal(stats.GetProperty("diskBytes").GetInt64(), stats.GetProperty("disk").GetProperty("total").GetInt64());
        Assert.Equal(JsonValueKind.Array, stats.GetProperty("maintenance").GetProperty("failing").ValueKind);
        string table = Run("stats", "books").Output;
        Assert.Contains("stemmer English", table, StringComparison.Ordinal);
        Assert.Contains("memory: work", table, StringComparison.Ordinal);
        JsonElement optimized = Json("optimize", "books");
        Assert.Equal((3, 1), (optimized.GetProperty("documents").GetInt32(), optimized.GetProperty("segments").GetInt32()));

        Fails(2, "'tree'", "index", "books", "v", "--kind", "tree");
        Fails(2, "'leaves'", "index", "books", "v", "--kind", "hnsw", "--set", "leaves=5");
        Fails(3, "'color'", "index", "books", "color", "--kind", "inverted");
        Fails(2, "--kind or --drop", "index", "books", "v");
    }

    [Fact]
    public void Help_and_wrong_command_lines()
    {
        CliResult help = Run("--help");
        Assert.Equal(0, help.ExitCode);
        const string Commands = "create info stats schema import export query get delete index optimize verify backup restore migrate copy "
            + "bench partitions serve";
        foreach (string command in Commands.Split(' '))
        {
            Assert.Contains($"  {command} ", help.Output, StringComparison.Ordinal);
        }

        Assert.Contains("Exit codes", help.Output, StringComparison.Ordinal);
        Assert.Contains("zvec query books --like b1", Run("query", "--help").Output, StringComparison.Ordinal);
        Fails(2, "'bogus'", "bogus");
        Fails(2, "--help", "info");
        Fails(2, "'--sideways'", "info", "books", "--sideways");
        Assert.Equal(2, Run().ExitCode);
    }
}
