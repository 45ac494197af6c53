using System.Diagnostics;
using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>import and export.</summary>
public sealed class FileCommandTests : CliTest
{
    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void What_was_exported_is_imported_the_same(string format)
    {
        CreateBooks();
        Assert.Equal(3, Json("export", "books", $"out.{format}").GetProperty("documents").GetInt32());
        Write("schema.json", Run("schema", "books").Output);
        Json("create", "copy", "--schema", "schema.json");
        Assert.Equal(3, Json("import", "copy", $"out.{format}").GetProperty("written").GetInt32());
        Assert.Equal(Sorted(Books), Sorted(Run("export", "copy", "-").Output));
    }

    [Theory]
    [InlineData("npy")]
    [InlineData("fvecs")]
    public void Files_of_vectors_bring_their_keys(string format)
    {
        CreateBooks();
        Json("export", "books", $"v.{format}");
        Json("create", "vectors", "--vector", "v:Float32:4");
        Assert.Equal(3, Json("import", "vectors", $"v.{format}").GetProperty("written").GetInt32());
        Assert.Equal(
            Sorted(Run("export", "books", "-", "--fields", "v").Output), Sorted(Run("export", "vectors", "-").Output));
        Assert.Equal(3, Json("import", "books", $"v.{format}", "--mode", "update").GetProperty("written").GetInt32());
        File.WriteAllBytes(Path.Combine(Folder, $"bad.{format}"), File.ReadAllBytes(Path.Combine(Folder, $"v.{format}"))[..^3]);
        Fails(2, "middle of row 2", "import", "books", $"bad.{format}");
        Fails(2, "", "import", "books", "books.jsonl", "--format", format);
    }

    [Fact]
    public void A_part_is_exported()
    {
        CreateBooks();
        Json("export", "books", "part.csv", "--filter", "year > 1860", "--fields", "year,title", "--no-vectors");
        Assert.Equal(
            ["b2,War and Peace,1869", "b3,\"A whale of a \"\"time\"\", again\",1999", "id,title,year"],
            Sorted(Read("part.csv")));
        Fails(4, "part.csv", "export", "books", "part.csv");
        Assert.Equal(3, Json("export", "books", "part.csv", "--overwrite").GetProperty("documents").GetInt32());
        Fails(3, "'color'", "export", "books", "color.csv", "--fields", "color");
        Fails(2, "no known format", "export", "books", "books.xlsx");
        Assert.Equal(["books", "books.jsonl", "part.csv"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Columns_are_mapped_and_ignored()
    {
        CreateBooks();
        Write("more.csv", "isbn,title,year,shelf,v\nb4,Emma,1815,7,\"[0,0,1,0]\"\n");
        Fails(3, "'isbn'", "import", "books", "more.csv", "--ignore-unknown", "--map", "shelf=isbn");
        Fails(2, "record 1: A document does not fit", "import", "books", "more.csv");
        Assert.Equal(1, Json("import", "books", "more.csv", "--map", "isbn=id", "--ignore-unknown").GetProperty("written").GetInt32());
        Assert.Contains("\"Emma\"", Run("get", "books", "b4").Output, StringComparison.Ordinal);
        CliResult piped = RunWith(
            """{"id":"b5","title":"Emma","year":1815,"shelf":7,"v":[0,0,1,0]}""", "import", "books", "-", "--ignore-unknown");
        Assert.True(piped.ExitCode == 0, piped.Error);
        Assert.Equal(5, Count("books"));
    }

    [Fact]
    public void Documents_that_do_not_fit_are_named_with_their_line_and_can_be_skipped()
    {
        CreateBooks();
        Write("mixed.jsonl", """
            {"id":"c1","title":"x","year":1,"v":[1,0,0,0]}
            {"id":"c2","title":"x","year":"soon","v":[1,0,0,0]}

            {"id":"c3","title":"x","year":1,"v":[1,0,0]}
            not json
            {"id":"c4","title":"x","year":1,"v":[1,0,0,0]}
            """);
        Fails(2, "line 2: Document 'c2'", "import", "books", "mixed.jsonl");
        Assert.Equal(3, Count("books"));
        CliResult skipped = Run("import", "books", "mixed.jsonl", "--skip-invalid", "--json");
        Assert.Equal(7, skipped.ExitCode);
        Assert.Equal((2, 3), Counts(skipped));
        Assert.Contains("line 4: Document 'c3'", skipped.Error, StringComparison.Ordinal);
        Assert.Contains("line 5:", skipped.Error, StringComparison.Ordinal);
        Assert.Equal(5, Count("books"));

        CliResult inserted = Run("import", "books", "books.jsonl", "--mode", "insert", "--json");
        Assert.Equal((7, (0, 3)), (inserted.ExitCode, Counts(inserted)));
        Fails(2, "'replace'", "import", "books", "books.jsonl", "--mode", "replace");
        Fails(3, "missing.jsonl", "import", "books", "missing.jsonl");
    }

    [Fact]
    public void An_import_that_is_interrupted_keeps_what_it_acknowledged()
    {
        if (OperatingSystem.IsWindows())
            return;
        Json("create", "numbers", "--field", "n:Int32");
        using Process import = Start("import", "numbers", "-", "--batch", "10");
        for (int i = 0; i < 25; i++)
            import.StandardInput.WriteLine($$"""{"id":"k{{i}}","n":{{i}}}""");
        import.StandardInput.Flush();

        // two batches are there, the rest waits for a third that never fills up
        while (Count("numbers") < 20)
            Assert.False(import.HasExited);
        Interrupt(import);
        Assert.True(import.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.Equal(130, import.ExitCode);
        Assert.Equal(20, Count("numbers"));
    }

    private static string[] Sorted(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)];

    private static (int Written, int Skipped) Counts(CliResult result)
    {
        JsonElement json = JsonDocument.Parse(result.Output).RootElement;
        return (json.GetProperty("written").GetInt32(), json.GetProperty("skipped").GetInt32());
    }
}
