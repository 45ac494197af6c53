using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public class CollectionManagementTests : StoreTests
{
    [Fact]
    public async Task Collection_is_created_found_and_deleted()
    {
        ZvecCollection<string, Book> books = Store.GetCollection<string, Book>("books");
        Assert.False(await books.CollectionExistsAsync());
        Assert.False(await Store.CollectionExistsAsync("books"));

        await books.EnsureCollectionExistsAsync();
        await books.EnsureCollectionExistsAsync();
        Assert.True(await books.CollectionExistsAsync());
        Assert.True(await Store.CollectionExistsAsync("books"));

        await books.EnsureCollectionDeletedAsync();
        Assert.False(await books.CollectionExistsAsync());
        await books.EnsureCollectionDeletedAsync();
        await Store.EnsureCollectionDeletedAsync("books");
    }

    [Fact]
    public async Task Names_are_listed_and_deleted_ones_are_not()
    {
        Assert.Empty(await Store.ListCollectionNamesAsync().ToListAsync());

        await CreateAsync<string, Book>("one");
        await CreateAsync<string, Book>("two");
        await CreateAsync<string, Book>("three");
        await Store.EnsureCollectionDeletedAsync("two");

        Assert.Equal(["one", "three"], await Store.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task Folders_of_others_are_not_listed()
    {
        await CreateAsync<string, Book>("one");
        Directory.CreateDirectory(Path.Combine(Folder, "photos"));
        Directory.CreateDirectory(Path.Combine(Folder, "My Music"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "readme.txt"), "text");

        Assert.Equal(["one"], await Store.ListCollectionNamesAsync().ToListAsync());
    }

    [Fact]
    public async Task Making_objects_touches_no_file()
    {
        string folder = Path.Combine(Folder, "not", "there");
        using var store = new ZvecVectorStore(folder);
        using ZvecCollection<string, Book> books = store.GetCollection<string, Book>("books");

        Assert.False(Directory.Exists(folder));
        Assert.False(await store.CollectionExistsAsync("books"));
        Assert.Empty(await store.ListCollectionNamesAsync().ToListAsync());
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Storage_names_are_used()
    {
        ZvecCollection<string, StoredBook> books = await CreateAsync<string, StoredBook>();
        await books.UpsertAsync(new StoredBook { Id = "a", Title = "Emma", Vector = new float[] { 1, 0 } });

        StoredBook? book = await books.GetAsync("a", new() { IncludeVectors = true });
        Assert.Equal("Emma", book!.Title);
        Assert.Equal([1, 0], book.Vector.ToArray());
        Assert.Equal("Emma", (await books.GetAsync(b => b.Title == "Emma" && b.Id == "a", 1).SingleAsync()).Title);

        ZvecDynamicCollection raw = Store.GetDynamicCollection("records", Definition(
            new VectorStoreKeyProperty("stored_id", typeof(string)),
            new VectorStoreDataProperty("stored_title", typeof(string)),
            new VectorStoreVectorProperty("stored_vector", typeof(ReadOnlyMemory<float>), 2)));
        Assert.Equal("Emma", (await raw.GetAsync("a"))!["stored_title"]);
    }

    [Fact]
    public void Services_are_metadata_and_the_object_itself()
    {
        ZvecCollection<string, Book> books = Store.GetCollection<string, Book>("books");
        var collectionMetadata = (VectorStoreCollectionMetadata)books.GetService(typeof(VectorStoreCollectionMetadata))!;
        Assert.Equal("zvec", collectionMetadata.VectorStoreSystemName);
        Assert.Equal(Folder, collectionMetadata.VectorStoreName);
        Assert.Equal("books", collectionMetadata.CollectionName);

        var storeMetadata = (VectorStoreMetadata)Store.GetService(typeof(VectorStoreMetadata))!;
        Assert.Equal("zvec", storeMetadata.VectorStoreSystemName);
        Assert.Equal(Folder, storeMetadata.VectorStoreName);

        Assert.Same(books, books.GetService(typeof(ZvecCollection<string, Book>)));
        Assert.Same(books, books.GetService(typeof(IVectorSearchable<Book>)));
        Assert.Same(Store, Store.GetService(typeof(VectorStore)));
        Assert.Null(books.GetService(typeof(string)));
        Assert.Null(books.GetService(typeof(VectorStoreCollectionMetadata), "key"));
        Assert.Null(Store.GetService(typeof(VectorStoreMetadata), "key"));
        Assert.Throws<ArgumentNullException>(() => books.GetService(null!));
    }

    [Fact]
    public async Task Operations_on_a_missing_collection_say_so()
    {
        ZvecCollection<string, Book> books = Store.GetCollection<string, Book>("books");
        Func<Task>[] operations =
        [
            () => books.GetAsync("a"),
            () => books.GetAsync(["a"]).ToListAsync().AsTask(),
            () => books.GetAsync(book => true, 1).ToListAsync().AsTask(),
            () => books.UpsertAsync(new Book { Id = "a", Title = "b", Vector = new float[] { 1, 2 } }),
            () => books.DeleteAsync("a"),
            () => books.SearchAsync(new float[] { 1, 2 }, 1).ToListAsync().AsTask(),
        ];

        foreach (Func<Task> operation in operations)
        {
            var exception = await Assert.ThrowsAsync<VectorStoreException>(operation);
            Assert.Contains("does not exist", exception.Message, StringComparison.Ordinal);
            Assert.Contains("'books'", exception.Message, StringComparison.Ordinal);
            Assert.Equal("zvec", exception.VectorStoreSystemName);
            Assert.Equal(Folder, exception.VectorStoreName);
            Assert.Equal("books", exception.CollectionName);
            Assert.NotNull(exception.OperationName);
            Assert.NotNull(exception.InnerException);
        }
    }

    [Fact]
    public void Dictionaries_need_a_dynamic_collection()
    {
        Assert.Throws<ArgumentException>(() => Store.GetCollection<object, Dictionary<string, object?>>("books"));
        Assert.Throws<NotSupportedException>(() => new ZvecCollection<object, Dictionary<string, object?>>(Folder, "books"));
        Assert.Throws<ArgumentException>(() => Store.GetDynamicCollection("books", null!));
        Assert.Throws<ArgumentNullException>(() => new ZvecDynamicCollection(Folder, "books", null!));
    }

    [Fact]
    public async Task Blank_names_and_paths_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new ZvecVectorStore(null!));
        Assert.Throws<ArgumentException>(() => new ZvecVectorStore(" "));
        Assert.Throws<ArgumentNullException>(() => Store.GetCollection<string, Book>(null!));
        Assert.Throws<ArgumentException>(() => Store.GetCollection<string, Book>(""));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Store.CollectionExistsAsync(null!));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.EnsureCollectionDeletedAsync(" "));
    }

    [Fact]
    public async Task Use_after_dispose_is_refused()
    {
        ZvecCollection<string, Book> books = await CreateAsync<string, Book>("books");
        books.Dispose();
        books.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => books.GetAsync("a"));

        ZvecVectorStore store = Open();
        store.Dispose();
        store.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.CollectionExistsAsync("books"));
    }

    [Fact]
    public async Task Cancelled_operations_do_nothing()
    {
        ZvecCollection<string, Book> books = await CreateAsync<string, Book>("books");
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => books.UpsertAsync(new Book { Id = "a", Title = "b", Vector = new float[] { 1, 2 } }, source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => books.GetAsync("a", cancellationToken: source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => books.SearchAsync(new float[] { 1, 2 }, 1, cancellationToken: source.Token).ToListAsync().AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.GetCollection<string, Book>("other").EnsureCollectionExistsAsync(source.Token));
        Assert.Null(await books.GetAsync("a"));
        Assert.False(await Store.CollectionExistsAsync("other"));
    }

    public sealed class Book
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreData]
        public string Title { get; set; } = "";

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class StoredBook
    {
        [VectorStoreKey(StorageName = "stored_id")]
        public string Id { get; set; } = "";

        [VectorStoreData(StorageName = "stored_title")]
        public string Title { get; set; } = "";

        [VectorStoreVector(2, StorageName = "stored_vector")]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
