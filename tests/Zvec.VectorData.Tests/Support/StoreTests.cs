using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData.Tests.Support;

/// <summary>A store in a folder of its own for each test, which is deleted after it.</summary>
public abstract class StoreTests : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    protected StoreTests()
    {
        Folder = Directory.CreateTempSubdirectory("zvec-connector-").FullName;
        Store = Open();
    }

    protected string Folder { get; }

    protected ZvecVectorStore Store { get; }

    /// <summary>The rule by which the stores of the test make partitions; null for collections without them.</summary>
    protected virtual PartitionBy? Partitioning => null;

    public void Dispose()
    {
        _owned.Reverse();
        foreach (IDisposable owned in _owned)
            owned.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Another store on the same folder.</summary>
    protected ZvecVectorStore Open(
        IEmbeddingGenerator? generator = null, bool readOnly = false, Durability durability = Durability.Synced) =>
        Own(NewStore(generator, readOnly, durability));

    /// <summary>Another store on the same folder, for the caller to dispose.</summary>
    protected ZvecVectorStore NewStore(
        IEmbeddingGenerator? generator = null, bool readOnly = false, Durability durability = Durability.Synced) =>
        new(Folder, new ZvecVectorStoreOptions
        {
            EmbeddingGenerator = generator,
            ReadOnly = readOnly,
            Durability = durability,
            ConfigureCollection = (_, options) => options.Partitioning = Partitioning,
        });

    /// <summary>Disposes an object at the end of the test.</summary>
    protected T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    /// <summary>A collection that exists.</summary>
    protected async Task<ZvecCollection<TKey, TRecord>> CreateAsync<TKey, TRecord>(
        string name = "records", VectorStoreCollectionDefinition? definition = null)
        where TKey : notnull
        where TRecord : class
    {
        ZvecCollection<TKey, TRecord> collection = Store.GetCollection<TKey, TRecord>(name, definition);
        await collection.EnsureCollectionExistsAsync();
        return collection;
    }

    /// <summary>A dynamic collection that exists.</summary>
    protected async Task<ZvecDynamicCollection> CreateDynamicAsync(VectorStoreCollectionDefinition definition, string name = "records")
    {
        ZvecDynamicCollection collection = Store.GetDynamicCollection(name, definition);
        await collection.EnsureCollectionExistsAsync();
        return collection;
    }

    protected static VectorStoreCollectionDefinition Definition(params VectorStoreProperty[] properties) =>
        new() { Properties = [.. properties] };
}
