using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

public sealed class SchemaChangeFailureTests
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "c");

    [Fact]
    public async Task Whatever_fails_while_a_field_is_added_what_is_written_afterwards_can_be_read_by_all()
    {
        int failures = 0;
        for (int failing = 1; ; failing++)
        {
            var disk = new MemoryFileSystem(Path.GetTempPath());
            using Collection collection = CollectionOpener.Create(
                disk,
                Folder,
                new CollectionSchema("c") { Fields = { new FieldSchema("a", DataType.Int32) } },
                new CollectionOptions { BackgroundMaintenance = false });
            await collection.UpsertAsync([new Document("old") { ["a"] = 1 }], TestContext.Current.CancellationToken);
            disk.FailAt = disk.Operations + failing;
            Exception? failure = await Record.ExceptionAsync(
                () => collection.AddFieldAsync(new FieldSchema("b", DataType.Int32) { Nullable = true }));
            disk.FailAt = 0;

            var document = new Document("new") { ["a"] = 2 };
            if (collection.Schema.Fields.Count == 2)
                document["b"] = 3;
            bool written = await Record.ExceptionAsync(() => collection.UpsertAsync([document])) is null;
            using Collection reader = CollectionOpener.Open(disk, Folder, new CollectionOptions { ReadOnly = true });
            Check(reader, written, document);
            using Collection recovered = CollectionOpener.Open(disk.Crash(), Folder, new CollectionOptions());
            Check(recovered, written, document);
            if (failure is null)
                break;
            failures++;
        }

        Assert.InRange(failures, 5, 100);
    }

    private static void Check(Collection collection, bool written, Document document)
    {
        Assert.Equal(1, collection.Fetch("old")!.Get<int>("a"));
        if (!written)
            return;
        Document found = Assert.IsType<Document>(collection.Fetch("new"));
        Assert.Equal(2, found["a"]);
        if (document["b"] is { } b)
            Assert.Equal(b, found["b"]);
    }
}
