using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Zvec.Samples.Edge;

/// <summary>The words in SQLite, with the extension sqlite-vec: the stack of the SQLite vector store connectors. The environment variable
/// <c>SQLITE_VEC</c> names the extension's file.</summary>
internal sealed class SqliteWords : WordIndex
{
    private const int BatchSize = 1_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteParameter _word;
    private readonly SqliteParameter _count;

    private SqliteWords(string folder)
    {
        _connection = Connect(folder, SqliteOpenMode.ReadOnly);
        _find = _connection.CreateCommand();
        _find.CommandText = """
            SELECT words.word FROM vectors JOIN words ON words.id = vectors.id
            WHERE k = $count AND vectors.embedding MATCH
                (SELECT own.embedding FROM words w JOIN vectors own ON own.id = w.id WHERE w.word = $word)
            ORDER BY vectors.distance
            """;
        _word = _find.Parameters.Add("$word", SqliteType.Text);
        _count = _find.Parameters.Add("$count", SqliteType.Integer);
    }

    public static async Task FillAsync(string folder, IEnumerable<(string Word, float[] Vector)> words)
    {
        Directory.CreateDirectory(folder);
        using SqliteConnection connection = Connect(folder, SqliteOpenMode.ReadWriteCreate);
        using SqliteCommand create = connection.CreateCommand();
        create.CommandText = $"""
            PRAGMA journal_mode = WAL;
            CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT UNIQUE);
            CREATE VIRTUAL TABLE vectors USING vec0(id INTEGER PRIMARY KEY, embedding FLOAT[{WordFile.Dimensions}] distance_metric=cosine);
            """;
        await create.ExecuteNonQueryAsync();
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO words VALUES ($id, $word); INSERT INTO vectors VALUES ($id, $vector)";
        SqliteParameter id = insert.Parameters.Add("$id", SqliteType.Integer);
        SqliteParameter text = insert.Parameters.Add("$word", SqliteType.Text);
        SqliteParameter bytes = insert.Parameters.Add("$vector", SqliteType.Blob);
        long next = 1;
        foreach ((string Word, float[] Vector)[] batch in words.Chunk(BatchSize))
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach ((string word, float[] vector) in batch)
            {
                id.Value = next++;
                text.Value = word;
                bytes.Value = MemoryMarshal.AsBytes(vector.AsSpan()).ToArray();
                await insert.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }

        using SqliteCommand checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await checkpoint.ExecuteNonQueryAsync();
    }

    public static WordIndex Open(string folder) => new SqliteWords(folder);

    public override async Task<IReadOnlyList<string>> FindAsync(string word, int count)
    {
        _word.Value = word;
        _count.Value = count + 1; // itself is among them
        var hits = new List<string>(count);
        using SqliteDataReader reader = await _find.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            string hit = reader.GetString(0);
            if (hit != word && hits.Count < count)
                hits.Add(hit);
        }

        return hits;
    }

    public override void Dispose()
    {
        _find.Dispose();
        _connection.Dispose();
    }

    private static SqliteConnection Connect(string folder, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "words.db"), Mode = mode, Pooling = false };
        var connection = new SqliteConnection(text.ConnectionString);
        connection.Open();
        connection.EnableExtensions();
        connection.LoadExtension(Environment.GetEnvironmentVariable("SQLITE_VEC") ?? throw new InvalidOperationException(
            "The environment variable SQLITE_VEC has to name the extension's file, such as vec0.so."));
        return connection;
    }
}

internal abstract partial class WordIndex
{
    public static partial Task BuildAsync(string folder, string storage, IEnumerable<(string Word, float[] Vector)> words) =>
        SqliteWords.FillAsync(folder, words);

    public static partial Task<WordIndex> OpenAsync(string folder) => Task.FromResult(SqliteWords.Open(folder));
}
