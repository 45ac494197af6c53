using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Zvec.Benchmarks.Texts;

/// <summary>SQLite's FTS5, with words as its <c>unicode61</c> tokenizer has them, and its <c>bm25</c>.</summary>
internal sealed class SqliteTexts : ITextEngine
{
    private SqliteConnection? _connection;
    private SqliteCommand? _search;

    public string Name => "SQLite FTS5";

    public void Build(IReadOnlyList<string> texts, string folder)
    {
        string source = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "texts.db"), Pooling = false }.ToString();
        _connection = new SqliteConnection(source);
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; PRAGMA mmap_size = 1073741824;");
        Execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 0')");
        using (SqliteTransaction transaction = _connection.BeginTransaction())
        {
            using SqliteCommand insert = _connection.CreateCommand();
            insert.CommandText = "INSERT INTO texts (rowid, text) VALUES ($number, $text)";
            SqliteParameter number = insert.Parameters.Add("$number", SqliteType.Integer);
            SqliteParameter text = insert.Parameters.Add("$text", SqliteType.Text);
            for (int i = 0; i < texts.Count; i++)
            {
                number.Value = i;
                text.Value = texts[i];
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        Execute("INSERT INTO texts (texts) VALUES ('optimize')");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _search = _connection.CreateCommand();
        _search.CommandText = "SELECT rowid FROM texts WHERE texts MATCH $query ORDER BY rank LIMIT $top";
        _search.Parameters.Add("$query", SqliteType.Text);
        _search.Parameters.Add("$top", SqliteType.Integer);
        _search.Prepare();
    }

    public TextPass Search(IReadOnlyList<TextSearch> searches, int top)
    {
        int[][] answers = new int[searches.Count][];
        var found = new List<int>();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < answers.Length; i++)
        {
            _search!.Parameters[0].Value = searches[i].ToString();
            _search.Parameters[1].Value = top;
            found.Clear();
            using (SqliteDataReader reader = _search.ExecuteReader())
            {
                while (reader.Read())
                    found.Add(reader.GetInt32(0));
            }

            answers[i] = [.. found];
        }

        return new TextPass(Stopwatch.GetElapsedTime(start).TotalSeconds, answers);
    }

    public void Dispose()
    {
        _search?.Dispose();
        _connection?.Dispose();
    }

    private void Execute(string text)
    {
        using SqliteCommand command = _connection!.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
