using Zvec.Engine.Tests.Golden;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Copying;

public sealed class CopyTests : IDisposable
{
    private static readonly CollectionOptions Options = new() { BackgroundMaintenance = false };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_holds_what_was_there_at_the_call_and_not_what_came_later(bool optimize)
    {
        using Collection collection = await BooksAsync(2_500);
        await collection.DeleteAsync("year = 1907");
        string[] before = DocumentText.Of(collection.Scan());
        Task<CopyResult>? later = null;
        var progress = new Recorder(one =>
        {
            if (later is null)
            {
                later = collection.CopyAsync(_folder["later"], cancellationToken: Token);
                collection.DeleteAsync(Filter.All).GetAwaiter().GetResult();
                collection.OptimizeAsync().GetAwaiter().GetResult();
            }
        });
        CopyResult result = await collection.CopyAsync(
            _folder["copy"], new CopyOptions { Optimize = optimize, Options = Options }, progress, Token);
        Assert.Equal(new CopyResult(before.Length, 0), result);
        Assert.Equal(before, DocumentText.Of(Scan("copy")));
        await later!;
        Assert.Equal(before, DocumentText.Of(Scan("later")));
        Assert.Equal(0, collection.GetStatistics().Documents);
        Assert.Equal(["books", "copy", "later"], Entries());

        Assert.Equal([.. progress.Steps.Order()], progress.Steps);
        Assert.True(progress.Steps.Count > 1);
        Assert.Equal(before.Length, progress.Steps[^1]);
        using Collection copy = Open("copy");
        Assert.Equal(0, copy.GetStatistics().MutableDocuments);
        if (optimize)
            Assert.Equal((1, 1.0), (copy.GetStatistics().Segments, copy.GetStatistics().IndexCompleteness["embedding"]));
    }

    [Fact]
    public async Task Fields_are_widened_dropped_renamed_and_added()
    {
        using (Collection collection = await BooksAsync(30))
        {
            var schema = new CollectionSchema("library")
            {
                Key = KeyType.Int64,
                KeyName = "number",
                Fields =
                {
                    new FieldSchema("published", DataType.Int64) { Index = new InvertedIndexOptions() },
                    new FieldSchema("weight", DataType.Float64) { Nullable = true },
                    new FieldSchema("marks", DataType.Float64Array) { Nullable = true },
                    new FieldSchema("publisher", DataType.String) { Nullable = true },
                },
                Vectors = { new VectorSchema("vector", VectorType.Float32, 2) { Index = new FlatIndexOptions { Metric = Metric.L2 } } },
            };
            var options = new CopyOptions
            {
                Schema = schema,
                Rename = new Dictionary<string, string> { ["year"] = "published", ["embedding"] = "vector" },
            };
            using Collection reader = Collection.Open(collection.Path, new CollectionOptions { ReadOnly = true });
            await reader.CopyAsync(_folder["copy"], options, cancellationToken: Token);
            schema.Fields.Clear(); // the copy has one of its own
        }

        Assert.Equal(
            DocumentText.Of(Enumerable.Range(0, 30).Select(i => new Document((long)i)
            {
                ["published"] = 1900L + (i % 10),
                ["weight"] = i % 3 == 0 ? null : (double)(i / 10f),
                ["marks"] = i % 2 == 0 ? null : new double?[] { i, null },
                ["publisher"] = null,
                ["vector"] = new ReadOnlyMemory<float>([i, 1]),
            })),
            DocumentText.Of(Scan("copy")));
        using Collection copy = Open("copy");
        Assert.Equal(("library", "number"), (copy.Schema.Name, copy.Schema.KeyName));
        Assert.Equal(3, copy.Scan("published = 1904").Count());
    }

    [Fact]
    public async Task Without_a_schema_fields_may_still_get_other_names_and_even_swap_them()
    {
        using (Collection collection = await BooksAsync(10))
        {
            var swap = new CopyOptions
            {
                Rename = new Dictionary<string, string>
                {
                    ["title"] = "year",
                    ["year"] = "title",
                    ["weight"] = "marks"
                }
            };
            await collection.CopyAsync(_folder["copy"], swap, cancellationToken: Token);
        }

        using Collection copy = Open("copy");
        Assert.Equal(["title", "year", "marks"], copy.Schema.Fields.Select(field => field.Name)); // the old marks gave their name away
        Assert.IsType<InvertedIndexOptions>(copy.Schema.Fields[0].Index);
        Assert.Equal(("book 4", 1904), (copy.Fetch(4)!["year"], copy.Fetch(4)!["title"]));
        Assert.Equal(0.4f, copy.Fetch(4)!["marks"]);
    }

    [Fact]
    public async Task A_transformation_makes_new_values_and_keys_and_leaves_documents_out()
    {
        using (Collection collection = await BooksAsync(2_100))
        {
            var options = new CopyOptions
            {
                Schema = new CollectionSchema("shelf")
                {
                    Fields = { new FieldSchema("label", DataType.String), new FieldSchema("when", DataType.Int16) },
                    Vectors = { new VectorSchema("embedding", VectorType.Float16, 2) },
                },
                Rename = new Dictionary<string, string> { ["year"] = "when" },
                Transform = book =>
                {
                    if (book.Get<int>("when") == 1905)
                        return null;
                    if ((int)book.Key.Value % 2 == 0)
                    {
                        // in place: the title and whatever else the new schema lacks may stay
                        book["label"] = $"{book["title"]}!";
                        book["embedding"] = ToHalves(book);
                        var named = new Document($"k{book.Key.Value}");
                        foreach ((string name, object? value) in book)
                            named[name] = value;
                        return named;
                    }

                    return new Document($"k{book.Key.Value}")
                    {
                        ["label"] = "odd",
                        ["when"] = book["when"],
                        ["embedding"] = ToHalves(book)
                    };
                },
            };
            Assert.Equal(new CopyResult(1_890, 210), await collection.CopyAsync(_folder["copy"], options, cancellationToken: Token));
        }

        Assert.Equal(
            DocumentText.Of(Enumerable.Range(0, 2_100).Where(i => i % 10 != 5).Select(i => new Document($"k{i}")
            {
                ["label"] = i % 2 == 0 ? $"book {i}!" : "odd",
                ["when"] = (short)(1900 + (i % 10)),
                ["embedding"] = new ReadOnlyMemory<Half>([(Half)i, (Half)1]),
            })),
            DocumentText.Of(Scan("copy")));

        static Half[] ToHalves(Document book) =>
            Array.ConvertAll(book.Get<ReadOnlyMemory<float>>("embedding").ToArray(), item => (Half)item);
    }

    [Fact]
    public async Task Every_type_and_every_kind_of_key_is_copied_to_the_last_bit()
    {
        using (Collection collection = Collection.Create(_folder["all"], GoldenContent.Schema(), Options))
        {
            await collection.InsertAsync(Enumerable.Range(0, 50).Select(i => GoldenContent.Document(i, 0)));
            await collection.FlushAsync();
            await collection.InsertAsync(Enumerable.Range(50, 50).Select(i => GoldenContent.Document(i, 0)));
            await collection.CopyAsync(_folder["copy of all"], cancellationToken: Token);
        }

        Assert.Equal(
            DocumentText.Of(Enumerable.Range(0, 100).Select(i => GoldenContent.Document(i, 0))), DocumentText.Of(Scan("copy of all")));
        foreach (KeyType key in GoldenContent.KeyTypes)
        {
            using (Collection collection = Collection.Create(_folder[$"{key}"], GoldenContent.SmallSchema(key), Options))
            {
                await collection.InsertAsync(Enumerable.Range(0, 7).Select(i => GoldenContent.SmallDocument(key, i)));
                await collection.CopyAsync(_folder[$"copy of {key}"], cancellationToken: Token);
            }

            Assert.Equal(
                DocumentText.Of(Enumerable.Range(0, 7).Select(i => GoldenContent.SmallDocument(key, i))),
                DocumentText.Of(Scan($"copy of {key}")));
        }
    }

    [Fact]
    public async Task An_empty_collection_has_an_empty_copy()
    {
        using (Collection collection = await BooksAsync(0))
            Assert.Equal(
                new CopyResult(0, 0), await collection.CopyAsync(_folder["copy"] + Path.DirectorySeparatorChar, cancellationToken: Token));
        Assert.Empty(Scan("copy"));
        Assert.Equal(["books", "copy"], Entries());
    }

    [Fact]
    public async Task What_does_not_fit_says_which_document_field_and_value_and_leaves_nothing()
    {
        using Collection collection = await BooksAsync(2_050);
        await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, ["Document 8 ", "'year'", "Int8", "1908"], new CopyOptions
        {
            Schema = new CollectionSchema("x") { Key = KeyType.Int32, Fields = { new FieldSchema("year", DataType.Int8) } },
            Transform = book => book.Key == 8 ? book : null,
        });
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["Document 0 ", "'year'", "Int8", "1900"],
            One(new FieldSchema("year", DataType.Int8)));
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["'title'", "String", "Int32"], One(new FieldSchema("title", DataType.Int32)));
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["Document 0", "'weight'", "not nullable"],
            One(new FieldSchema("weight", DataType.Float32)));
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["'more'", "not nullable"], One(new FieldSchema("more", DataType.Int32)));
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["'embedding'", "2 dimensions", "3 of"],
            One(new VectorSchema("embedding", VectorType.Float32, 3)));
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["'embedding'", "Float16"],
            One(new VectorSchema("embedding", VectorType.Float16, 2)));
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["'embedding'", "vector"], One(new FieldSchema("embedding", DataType.Float32Array)));
        await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, ["keys are Int32", "Guid"], new CopyOptions
        {
            Schema = new CollectionSchema("x") { Key = KeyType.Guid, Fields = { new FieldSchema("year", DataType.Int32) } },
        });
        await RefusedAsync(collection, ZvecErrorCode.NotFound, ["'pages'", "'title'"], Renaming(("pages", "sheets")));
        await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, ["'x'"], Renaming(("year", "x"), ("title", "x")));
        await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, ["'year'", "'x'"], new CopyOptions
        {
            Schema = new CollectionSchema("x") { Key = KeyType.Int32, Fields = { new FieldSchema("year", DataType.Int32) } },
            Rename = new Dictionary<string, string> { ["year"] = "x" },
        });
        await RefusedAsync(
            collection, ZvecErrorCode.AlreadyExists, ["key 1."], new CopyOptions { Transform = book => With(book, new Document(1)) });
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["'pages'"],
            new CopyOptions { Transform = book => With(book, new Document(book.Key) { ["pages"] = 1 }) });
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["FileMode"], new CopyOptions { Options = new CollectionOptions { FileMode = 0 } });
        await RefusedAsync(
            collection, ZvecErrorCode.InvalidArgument, ["reading only"],
            new CopyOptions { Options = new CollectionOptions { ReadOnly = true } });
        await Assert.ThrowsAsync<DivideByZeroException>(() =>
            collection.CopyAsync(
                _folder["copy"], new CopyOptions { Transform = book => book.Key == 1_999 ? throw new DivideByZeroException() : book },
                cancellationToken: Token));
        Assert.Equal(["books"], Entries());

        static Document With(Document from, Document to)
        {
            foreach ((string name, object? value) in from)
                to[name] = value;
            return to;
        }
    }

    [Fact]
    public async Task A_negative_key_is_no_unsigned_one()
    {
        using Collection collection = await BooksAsync(3);
        await collection.InsertAsync([new Document(-7) { ["year"] = 1, ["title"] = "t", ["embedding"] = new float[2] }]);
        var schema = new CollectionSchema("x") { Key = KeyType.UInt64, Fields = { new FieldSchema("year", DataType.Int32) } };
        await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, ["-7", "UInt64"], new CopyOptions { Schema = schema });
    }

    [Fact]
    public async Task A_place_that_is_taken_is_left_alone()
    {
        using Collection collection = await BooksAsync(3);
        Directory.CreateDirectory(_folder["folder"]);
        File.WriteAllText(_folder["file"], "");
        foreach (string taken in (string[])["folder", "file", "books"])
            await RefusedAsync(collection, ZvecErrorCode.AlreadyExists, [$"'{_folder[taken]}'"], new CopyOptions(), taken);
        await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, ["own folder"], new CopyOptions(), "books/copy");

        Directory.CreateDirectory(_folder["a.copying"]);
        File.WriteAllText(Path.Combine(_folder["a.copying"], "photo.jpg"), "");
        Collection.Create(_folder["b.copying"], GoldenContent.SmallSchema(KeyType.Int32)).Dispose();
        Directory.CreateDirectory(Path.Combine(_folder["c.copying"], "collection"));
        foreach (string beside in (string[])["a", "b", "c"])
            await RefusedAsync(collection, ZvecErrorCode.InvalidArgument, [$"'{_folder[beside]}.copying'"], new CopyOptions(), beside);
        Assert.True(File.Exists(Path.Combine(_folder["a.copying"], "photo.jpg")));
        Assert.True(Collection.Exists(_folder["b.copying"]));
        Assert.Equal(["a.copying", "b.copying", "books", "c.copying", "file", "folder"], Entries());
    }

    [Fact]
    public async Task Two_copies_to_one_place_do_not_meet()
    {
        using Collection collection = await BooksAsync(10);
        ZvecException? second = null;
        var progress = new Recorder(_ =>
            second ??= Assert.Throws<ZvecException>(
                () => collection.CopyAsync(_folder["copy"], cancellationToken: Token).GetAwaiter().GetResult()));
        await collection.CopyAsync(_folder["copy"], progress: progress, cancellationToken: Token);
        Assert.Equal(ZvecErrorCode.Locked, second!.Code);
        Assert.Contains($"process {Environment.ProcessId}", second.Message, StringComparison.Ordinal);
        Assert.Equal(10, Scan("copy").Count);
        Assert.Equal(["books", "copy"], Entries());
    }

    [Fact]
    public async Task Cancellation_leaves_nothing()
    {
        using Collection collection = await BooksAsync(3_000);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => collection.CopyAsync(_folder["copy"], cancellationToken: new CancellationToken(true)));
        for (int after = 1; after <= 3; after++)
        {
            using var source = new CancellationTokenSource();
            int calls = 0;
            var progress = new Recorder(_ =>
            {
                if (++calls == after)
                    source.Cancel();
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => collection.CopyAsync(_folder["copy"], progress: progress, cancellationToken: source.Token));
            Assert.Equal(["books"], Entries());
        }

        Assert.Equal(3_000, (await collection.CopyAsync(_folder["copy"], cancellationToken: Token)).Written);
    }

    [Fact]
    public async Task Documents_larger_than_a_batch_are_copied_one_by_one()
    {
        string[] before;
        using (Collection collection = Collection.Create(_folder["large"], Large(), Options))
        {
            for (int i = 0; i < 4; i++)
                await collection.InsertAsync(
                    [new Document(i) { ["blob"] = new byte[5_000_000 + i], ["texts"] = new string?[] { new('x', 1000), null } }]);
            before = DocumentText.Of(
                collection.Scan().Select(document => new Document(document.Key) { ["n"] = document.Get<byte[]>("blob")!.Length }));
            var progress = new Recorder(_ => { });
            await collection.CopyAsync(_folder["copy"], progress: progress, cancellationToken: Token);
            Assert.Equal([1, 2, 3, 4], progress.Steps);
        }

        Assert.Equal(
            before,
            DocumentText.Of(Scan("copy").Select(document => new Document(document.Key) { ["n"] = document.Get<byte[]>("blob")!.Length })));

        static CollectionSchema Large() => new("large")
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("blob", DataType.Binary), new FieldSchema("texts", DataType.StringArray) },
        };
    }

    private static CopyOptions One(FieldSchema field) =>
        new() { Schema = new CollectionSchema("one") { Key = KeyType.Int32, Fields = { field } } };

    private static CopyOptions One(VectorSchema vector) =>
        new() { Schema = new CollectionSchema("one") { Key = KeyType.Int32, Vectors = { vector } } };

    private static CopyOptions Renaming(params (string Old, string New)[] names) =>
        new() { Rename = names.ToDictionary(name => name.Old, name => name.New) };

    private async Task RefusedAsync(Collection collection, ZvecErrorCode code, string[] named, CopyOptions options, string target = "copy")
    {
        var exception = await Assert.ThrowsAsync<ZvecException>(
            () => collection.CopyAsync(_folder[target], options, cancellationToken: Token));
        Assert.Equal(code, exception.Code);
        Assert.All(named, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private async Task<Collection> BooksAsync(int count)
    {
        Collection collection = Collection.Create(_folder["books"], new CollectionSchema("books")
        {
            Key = KeyType.Int32,
            Fields =
            {
                new FieldSchema("year", DataType.Int32) { Index = new InvertedIndexOptions() },
                new FieldSchema("title", DataType.String),
                new FieldSchema("weight", DataType.Float32) { Nullable = true },
                new FieldSchema("marks", DataType.Int32Array) { Nullable = true },
            },
            Vectors =
            {
                new VectorSchema("embedding", VectorType.Float32, 2)
                {
                    Index = new DynamicIndexOptions { Metric = Metric.L2, Threshold = 100, M = 4, EfConstruction = 8 },
                },
            },
        }, Options);
        Document[] books =
        [
            .. Enumerable.Range(0, count).Select(i => new Document(i)
            {
                ["year"] = 1900 + (i % 10),
                ["title"] = $"book {i}",
                ["weight"] = i % 3 == 0 ? null : i / 10f,
                ["marks"] = i % 2 == 0 ? null : new int?[] { i, null },
                ["embedding"] = new float[] { i, 1 },
            }),
        ];
        await collection.InsertAsync(books.Take(count / 3));
        await collection.FlushAsync();
        await collection.InsertAsync(books.Skip(count / 3));
        return collection;
    }

    private Collection Open(string name) => Collection.Open(_folder[name], new CollectionOptions { ReadOnly = true });

    private List<Document> Scan(string name)
    {
        using Collection collection = Open(name);
        return [.. collection.Scan()];
    }

    private IEnumerable<string?> Entries() =>
        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>Keeps what is reported, and acts on it before the copy goes on.</summary>
    private sealed class Recorder(Action<CopyProgress> action) : IProgress<CopyProgress>
    {
        public List<long> Steps { get; } = [];

        public void Report(CopyProgress value)
        {
            Assert.InRange(value.Documents, 1, value.Total);
            Steps.Add(value.Documents);
            action(value);
        }
    }
}
