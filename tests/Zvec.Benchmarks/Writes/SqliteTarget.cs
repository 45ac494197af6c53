using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Zvec.Benchmarks.Writes;

/// <summary>SQLite with what makes it durable: a write-ahead log that is synced at each commit. A table of keys and of the vectors' bytes,
/// one transaction a call, a connection for each writer; they wait for one another by SQLite's own busy timeout.</summary>
internal sealed class SqliteTarget(float[][] vectors) : IWriteTarget
{
    private const string Settings = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    public string Name => "SQLite";

    /// <summary>Why SQLite cannot be measured here; null when it can.</summary>
    public static string? WhyAbsent()
    {
        try
        {
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            return null;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or SqliteException)
        {
            return $"its library does not load: {(exception.InnerException ?? exception).Message}";
        }
    }

    /// <summary>The version of the library.</summary>
    public static string Version()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }

    public bool Takes(int writers) => true;

    public WriteTimes Run(string path, int batch, int writers, TimeSpan time)
    {
        Directory.CreateDirectory(path);
        string source = new SqliteConnectionStringBuilder { DataSource = Path.Combine(path, "writes.db"), Pooling = false }.ToString();
        var connections = new List<Writer>();
        try
        {
            for (int i = 0; i < writers; i++)
                connections.Add(new Writer(source, create: i == 0));
            return WriteLoop.Run(writers, batch, time, (writer, firstKey) =>
            {
                connections[writer].Insert(firstKey, batch, vectors);
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private sealed class Writer : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _insert;
        private readonly SqliteParameter _key;
        private readonly SqliteParameter _vector;

        public Writer(string source, bool create)
        {
            _connection = new SqliteConnection(source);
            _connection.Open();
            Execute(Settings);
            if (create)
                Execute("CREATE TABLE writes (key INTEGER PRIMARY KEY, vector BLOB NOT NULL)");
            _insert = _connection.CreateCommand();
            _insert.CommandText = "INSERT INTO writes (key, vector) VALUES ($key, $vector)";
            _key = _insert.Parameters.Add("$key", SqliteType.Integer);
            _vector = _insert.Parameters.Add("$vector", SqliteType.Blob);
            _insert.Prepare();
        }

        public void Insert(int firstKey, int count, float[][] vectors)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            _insert.Transaction = transaction;
            for (int i = 0; i < count; i++)
            {
                _key.Value = firstKey + i;
                _vector.Value = MemoryMarshal.AsBytes<float>(vectors[(firstKey + i) % vectors.Length]).ToArray();
                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        public void Dispose()
        {
            _insert.Dispose();
            _connection.Dispose();
        }

        private void Execute(string text)
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }
}
