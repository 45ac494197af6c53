using System.Text.Json;

namespace Zvec.Cli.Tests;

/// <summary>verify, backup, restore, copy and migrate.</summary>
public sealed class SafetyCommandTests : CliTest
{
    [Fact]
    public void Backups_are_restored()
    {
        CreateBooks();
        Assert.Equal(3, Json("backup", "books", "saved").GetProperty("documents").GetInt32());
        Assert.Equal(3, Json("backup", "books", "saved.zip").GetProperty("documents").GetInt32());
        Json("delete", "books", "b1");
        Assert.Equal(2, Json("backup", "books", "saved").GetProperty("documents").GetInt32());
        Assert.Equal(2, Json("restore", "saved", "from-folder").GetProperty("documents").GetInt32());
        Assert.Equal(3, Json("restore", "saved.zip", "from-archive").GetProperty("documents").GetInt32());
        Assert.Contains("\"b1\"", Run("get", "from-archive", "b1").Output, StringComparison.Ordinal);

        Fails(4, "saved.zip", "backup", "books", "saved.zip");
        Fails(3, "nowhere", "backup", "nowhere", "other");
        Fails(3, "nowhere", "restore", "nowhere", "other");
        Fails(4, "books", "restore", "saved", "books");
        Fails(5, "", "restore", Write("bad.zip", "no archive"), "other");
        Assert.Equal(2, Count("books"));
    }

    [Fact]
    public void Damage_is_found_and_what_is_intact_is_saved()
    {
        CreateBooks();
        Json("optimize", "books");
        Assert.True(Json("verify", "books").GetProperty("intact").GetBoolean());
        string file = Directory.GetFiles(Path.Combine(Folder, "books", "segments"), "*.vectors", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 0x55;
        bytes[bytes.Length / 2] ^= 0x55;
        File.WriteAllBytes(file, bytes);
        CliResult result = Run("verify", "books", "--salvage", "saved");
        Assert.Equal(5, result.ExitCode);
        Assert.Contains(Path.GetFileName(file), result.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Folder, "saved")), result.Output + result.Error);
        Fails(5, "damaged", "info", "books");
        Assert.Equal(3, Run("verify", "nowhere").ExitCode);
    }

    [Fact]
    public void Copies_and_migrations_take_another_schema()
    {
        CreateBooks();
        Assert.Equal(3, Json("copy", "books", "copy").GetProperty("documents").GetInt32());
        Write("schema.json", """
            { "name": "books", "fields": [ { "name": "name", "type": "String" }, { "name": "year", "type": "Int64" } ],
              "vectors": [ { "name": "v", "type": "Float32", "dimensions": 4, "index": "flat" } ] }
            """);
        JsonElement migrated = Json("migrate", "copy", "--schema", "schema.json", "--rename-field", "title=name");
        Assert.Equal(3, migrated.GetProperty("documents").GetInt32());
        Assert.Equal("""{"id":"b2","name":"War and Peace","year":1869}""", Run("get", "copy", "b2").Output.TrimEnd());
        Assert.Equal(3, Count("copy.old"));
        Assert.Contains("\"title\"", Run("get", "copy.old", "b2").Output, StringComparison.Ordinal);

        Fails(4, "copy.old", "migrate", "copy");
        Fails(4, "copy", "copy", "books", "copy");
        Fails(3, "'shelf'", "copy", "books", "other", "--rename-field", "shelf=place");
        Json("migrate", "books", "--discard-old");
        Assert.False(Directory.Exists(Path.Combine(Folder, "books.old")));
        Assert.Equal(3, Count("books"));
        Fails(3, "nowhere", "migrate", "nowhere");
    }
}
