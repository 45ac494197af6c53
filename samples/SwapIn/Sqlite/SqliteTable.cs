using Microsoft.Data.Sqlite;

namespace Zvec.Samples.SwapIn.Sqlite;

/// <summary>A collection as SQLite has it: a table of keys and JSON, and a full-text table with the same row numbers.</summary>
/// <param name="connectionString">Where it is.</param>
/// <param name="name">The name of the collection.</param>
/// <param name="textColumns">What is found by words.</param>
internal sealed class SqliteTable(string connectionString, string name, IReadOnlyList<string> textColumns)
{
    private readonly string _records = Quote(name);
    private readonly string _words = Quote(name + "-words");

    public static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    public void Create()
    {
        using SqliteConnection connection = Open(connectionString);
        Execute(connection, $"""CREATE TABLE IF NOT EXISTS {_records} ("key" NOT NULL PRIMARY KEY, "record" TEXT NOT NULL)""");
        if (textColumns.Count > 0)
            Execute(connection, $"CREATE VIRTUAL TABLE IF NOT EXISTS {_words} USING fts5({Columns})");
    }

    public bool Exists()
    {
        using SqliteConnection connection = Open(connectionString);
        using SqliteCommand command = Command(connection, "SELECT 1 FROM sqlite_master WHERE name = $name", ("$name", name));
        return command.ExecuteScalar() is not null;
    }

    public void Drop()
    {
        using SqliteConnection connection = Open(connectionString);
        Execute(connection, $"DROP TABLE IF EXISTS {_words}");
        Execute(connection, $"DROP TABLE IF EXISTS {_records}");
    }

    /// <summary>Writes rows, all of them or none.</summary>
    public void Upsert(IEnumerable<(object Key, string Record, object?[] Texts)> rows)
    {
        using SqliteConnection connection = Open(connectionString);
        using SqliteTransaction transaction = connection.BeginTransaction();
        string values = string.Join(", ", textColumns.Select((_, number) => $"$text{number}"));
        foreach ((object key, string record, object?[] texts) in rows)
        {
            using SqliteCommand write = Command(
                connection,
                $"""
                INSERT INTO {_records} ("key", "record") VALUES ($key, $record)
                ON CONFLICT ("key") DO UPDATE SET "record" = excluded."record" RETURNING rowid
                """,
                ("$key", key),
                ("$record", record));
            object row = write.ExecuteScalar()!;
            if (texts.Length == 0)
                continue;

            using SqliteCommand forget = Command(connection, $"DELETE FROM {_words} WHERE rowid = $row", ("$row", row));
            forget.ExecuteNonQuery();
            using SqliteCommand index = Command(
                connection, $"INSERT INTO {_words} (rowid, {Columns}) VALUES ($row, {values})", ("$row", row));
            for (int i = 0; i < texts.Length; i++)
                index.Parameters.AddWithValue($"$text{i}", texts[i] ?? DBNull.Value);
            index.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Delete(IEnumerable<object> keys)
    {
        using SqliteConnection connection = Open(connectionString);
        using SqliteTransaction transaction = connection.BeginTransaction();
        foreach (object key in keys)
        {
            using SqliteCommand delete = Command(
                connection, $"""DELETE FROM {_records} WHERE "key" = $key RETURNING rowid""", ("$key", key));
            if (delete.ExecuteScalar() is not { } row || textColumns.Count == 0)
                continue;
            using SqliteCommand forget = Command(connection, $"DELETE FROM {_words} WHERE rowid = $row", ("$row", row));
            forget.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>The record of a key; null for none.</summary>
    public string? Find(object key)
    {
        using SqliteConnection connection = Open(connectionString);
        using SqliteCommand command = Command(connection, $"""SELECT "record" FROM {_records} WHERE "key" = $key""", ("$key", key));
        return (string?)command.ExecuteScalar();
    }

    /// <summary>All records, read as they are asked for.</summary>
    public IEnumerable<(long Row, string Record)> Read()
    {
        using SqliteConnection connection = Open(connectionString);
        using SqliteCommand command = Command(connection, $"""SELECT rowid, "record" FROM {_records}""");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetInt64(0), reader.GetString(1));
    }

    /// <summary>The rows with any of the words in a column, best first.</summary>
    public List<long> FindWords(string column, IEnumerable<string> words)
    {
        using SqliteConnection connection = Open(connectionString);
        using SqliteCommand command = Command(
            connection,
            $"SELECT rowid FROM {_words} WHERE {_words} MATCH $query ORDER BY bm25({_words}), rowid",
            ("$query", $"{Quote(column)} : ({string.Join(" OR ", words.Select(Quote))})"));
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<long>();
        while (reader.Read())
            rows.Add(reader.GetInt64(0));
        return rows;
    }

    private string Columns => string.Join(", ", textColumns.Select(Quote));

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = Command(connection, text);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params (string Name, object Value)[] parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
