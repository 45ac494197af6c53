using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;

namespace Zvec.Samples.SwapIn.Sqlite;

/// <summary>
/// A store of another kind to compare with: collections are tables of one SQLite file, records are JSON, words are found by FTS5, and
/// vectors and filters by looking at every record. It has what the sample uses, of Microsoft.Extensions.VectorData and not more; what it
/// lacks throws <see cref="NotSupportedException"/>.
/// </summary>
internal sealed class SqliteVectorStore : VectorStore
{
    private readonly string _connectionString;

    public SqliteVectorStore(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
    }

    public override VectorStoreCollection<TKey, TRecord> GetCollection<TKey, TRecord>(
        string name, VectorStoreCollectionDefinition? definition = null) =>
        new SqliteCollection<TKey, TRecord>(_connectionString, name, definition);

    public override VectorStoreCollection<object, Dictionary<string, object?>> GetDynamicCollection(
        string name, VectorStoreCollectionDefinition definition) =>
        throw new NotSupportedException("This store has no dynamic collections.");

    public override async IAsyncEnumerable<string> ListCollectionNamesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using SqliteConnection connection = SqliteTable.Open(_connectionString);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%"record" TEXT NOT NULL)' ORDER BY name
            """;
        using SqliteDataReader reader = command.ExecuteReader();
        while (await reader.ReadAsync(cancellationToken))
            yield return reader.GetString(0);
    }

    public override Task<bool> CollectionExistsAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult(new SqliteTable(_connectionString, name, []).Exists());

    public override Task EnsureCollectionDeletedAsync(string name, CancellationToken cancellationToken = default)
    {
        new SqliteTable(_connectionString, name, []).Drop();
        return Task.CompletedTask;
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
}
