using System.Runtime.InteropServices;
using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>get, delete, query and bench.</summary>
public sealed class DocumentCommandTests : CliTest
{
    [Fact]
    public void Documents_are_found_by_key()
    {
        CreateBooks();
        CliResult found = Run("get", "books", "b3", "b1", "--vectors");
        Assert.Equal(0, found.ExitCode);
        string[] given = Books.Split('\n');
        Assert.Equal([given[2], given[0]], found.Output.TrimEnd().Split('\n'));

        CliResult missing = Run("get", "books", "b1", "b9");
        Assert.Equal(3, missing.ExitCode);
        Assert.Contains("\"b1\"", missing.Output, StringComparison.Ordinal);
        Assert.Contains("'b9'", missing.Error, StringComparison.Ordinal);
        Fails(2, "--help", "get", "books");
    }

    [Fact]
    public void Documents_are_deleted_by_key_and_by_filter()
    {
        CreateBooks();
        Assert.Equal(7, Run("delete", "books", "b1", "b9").ExitCode);
        Assert.Equal(2, Count("books"));
        Assert.Equal(1, Json("delete", "books", "--filter", "year > 1900").GetProperty("deleted").GetInt32());
        Assert.Equal(["b2"], Keys(Json("query", "books"), "documents"));
        Fails(2, "Nothing says", "delete", "books");
        Fails(2, "one of them", "delete", "books", "b2", "--filter", "year > 0");
        Fails(2, "'yeer'", "delete", "books", "--filter", "yeer > 0");
        Assert.Equal(1, Count("books"));
    }

    [Fact]
    public void Queries_of_every_kind()
    {
        CreateBooks();
        Assert.Equal(["b1", "b3", "b2"], Keys(Json("query", "books", "--vector", "[1,0,0,0]"), "hits"));
        Assert.Equal(["b3", "b2"], Keys(Json("query", "books", "--like", "b1"), "hits"));
        Assert.Equal(["b1", "b3"], Keys(Json("query", "books", "--text", "whale", "--text-field", "title"), "hits").Order());
        Assert.Equal(["b3"], Keys(Json("query", "books", "--text", "whale", "--filter", "year > 1900"), "hits"));
        Assert.Equal(["b2"], Keys(Json("query", "books", "--vector", "@" + Write("v.json", "[0,1,0,0]"), "--top", "1", "--exact"), "hits"));
        JsonElement hybrid = Json("query", "books", "--vector", "[1,0,0,0]", "--text", "peace", "--weights", "1", "5", "--fields", "year");
        Assert.Equal("b2", Keys(hybrid, "hits")[0]);
        Assert.Equal(3, hybrid.GetProperty("hits").GetArrayLength());
        Assert.False(hybrid.GetProperty("hits")[0].GetProperty("document").TryGetProperty("title", out _));
        Assert.Equal(["b3", "b2"], Keys(Json("query", "books", "--order-by", "year:desc", "--top", "2"), "documents"));
        Assert.Contains("Moby Dick", Run("query", "books", "--text", "moby").Output, StringComparison.Ordinal);
        Assert.Equal(["b1", "b3"], Keys(Json("query", "books", "--vector", "[1,0,0,0]", "--radius", "0.5"), "hits"));
        Assert.Equal(["b1"], Keys(Json("query", "books", "--text", "whale white", "--all-words"), "hits"));
    }

    [Fact]
    public void Groups_and_highlights_are_shown()
    {
        CreateBooks();
        string[] query = ["query", "books", "--vector", "[1,0,0,0]", "--group-by", "year", "--groups", "2", "--per-group", "1"];
        JsonElement groups = Json(query).GetProperty("groups");
        Assert.Equal([1851, 1999], groups.EnumerateArray().Select(group => group.GetProperty("value").GetInt32()));
        Assert.Equal(["b1"], Keys(groups[0], "hits"));
        Assert.Contains("1999", Run(query).Output, StringComparison.Ordinal);

        JsonElement hits = Json("query", "books", "--text", "whale", "--filter", "year = 1999", "--highlight").GetProperty("hits");
        JsonElement highlight = hits[0].GetProperty("highlights")[0];
        Assert.Equal(
            ("title", 2, 5),
            (
                highlight.GetProperty("field").GetString(), highlight.GetProperty("start").GetInt32(),
                highlight.GetProperty("length").GetInt32()));
        Assert.Contains("found", Run("query", "books", "--text", "whale", "--highlight").Output, StringComparison.Ordinal);
        string hidden = Run("query", "books", "--text", "peace", "--highlight", "--fields", "year").Output;
        Assert.Contains("title at 8", hidden, StringComparison.Ordinal);

        Fails(2, "--group-by", "query", "books", "--text", "whale", "--group-by", "year");
        Fails(2, "'author'", "query", "books", "--like", "b1", "--group-by", "author");
        Fails(2, "--highlight", "query", "books", "--like", "b1", "--highlight");
        Fails(2, "--ef", "query", "books", "--text", "whale", "--ef", "5");
        Fails(2, "--weights", "query", "books", "--text", "whale", "--weights", "1", "2");
    }

    [Fact]
    public void A_query_with_a_vector_from_a_file_of_vectors()
    {
        CreateBooks();
        using (FileStream stream = File.Create(Path.Combine(Folder, "q.fvecs")))
        {
            foreach (float[] vector in (float[][])[[1, 0, 0, 0], [0, 1, 0, 0]])
            {
                stream.Write(BitConverter.GetBytes(vector.Length));
                stream.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
            }
        }

        Assert.Equal("b2", Keys(Json("query", "books", "--vector", "@q.fvecs", "--row", "1"), "hits")[0]);
        Fails(2, "row 2", "query", "books", "--vector", "@q.fvecs", "--row", "2");
    }

    [Fact]
    public void Wrong_queries_are_told()
    {
        CreateBooks();
        Fails(2, "3", "query", "books", "--vector", "[1,0,0]");
        Fails(2, "not JSON", "query", "books", "--vector", "[1,");
        Fails(2, "one of them", "query", "books", "--vector", "[1,0,0,0]", "--like", "b1");
        Fails(3, "'w'", "query", "books", "--like", "b1", "--vector-field", "w");
        Fails(3, "'b9'", "query", "books", "--like", "b9");
        Fails(2, "--order-by", "query", "books", "--text", "whale", "--order-by", "year");
        Fails(2, "'year:up'", "query", "books", "--order-by", "year:up");
        Fails(2, "--top", "query", "books", "--top", "many");
    }

    [Fact]
    public void Bench_measures_and_compares()
    {
        CreateBooks();
        JsonElement result = Json("bench", "books", "--queries", "5", "--threads", "2");
        Assert.Equal((3, 1.0), (result.GetProperty("queries").GetInt32(), result.GetProperty("recall").GetDouble()));
        Assert.True(result.GetProperty("queriesPerSecond").GetDouble() > 0);
        Fails(2, "1 or more", "bench", "books", "--queries", "0");
        Fails(3, "'w'", "bench", "books", "--vector-field", "w");
    }

    private static string[] Keys(JsonElement result, string name) =>
        [
            .. result.GetProperty(name).EnumerateArray()
                .Select(item => (name == "hits" ? item.GetProperty("document") : item).GetProperty("id").GetString()!),
        ];
}
