using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Collections;

/// <summary>Readers that refresh all the time while a writer with tiny segments seals, merges and commits all the time.</summary>
public sealed class ReaderConcurrencyTests
{
    private const int Counters = 5;
    private const int Batches = 150;
    private const int Readers = 4; // half of them on one handle

    private int _acknowledged;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refreshing_readers_see_whole_batches_in_order_and_nothing_acknowledged_is_missing(bool refuses)
    {
        using var folder = new TemporaryFolder();
        IFileSystem fileSystem = refuses ? new RefusingFileSystem(PhysicalFileSystem.Instance) : PhysicalFileSystem.Instance;
        var schema = new CollectionSchema("c")
        {
            Key = KeyType.Int32,
            Fields =
            {
                new FieldSchema("batch", DataType.Int32) { Index = new InvertedIndexOptions() }, new FieldSchema("text", DataType.String),
            },
        };
        var options = new CollectionOptions { MutableSegmentBytes = 64 << 10, Durability = Durability.Buffered };
        using Collection writer = CollectionOpener.Create(fileSystem, folder["c"], schema, options);
        await WriteAsync(writer, 1);
        _acknowledged = 1;
        using var stop = new CancellationTokenSource();
        using Collection shared = CollectionOpener.Open(fileSystem, folder["c"], new CollectionOptions { ReadOnly = true });
        Func<Collection> open = () => CollectionOpener.Open(fileSystem, folder["c"], new CollectionOptions { ReadOnly = true });
        Task<int>[] readers = [.. Enumerable.Range(0, Readers).Select(reader =>
            Task.Factory.StartNew(
                () => reader % 2 == 0 ? Read(shared, reader, stop.Token) : Read(open, reader, stop.Token),
                TaskCreationOptions.LongRunning))];
        try
        {
            for (int batch = 2; batch <= Batches && !readers.Any(reader => reader.IsCompleted); batch++)
            {
                await WriteAsync(writer, batch);
                Volatile.Write(ref _acknowledged, batch);
                if (batch % 50 == 0)
                    await writer.OptimizeAsync();
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        Assert.True((await Task.WhenAll(readers)).Sum() > 0);
    }

    /// <summary>Each batch gives all counters its number, and adds one document.</summary>
    private static Task<IReadOnlyList<WriteResult>> WriteAsync(Collection writer, int batch) =>
        writer.UpsertAsync(Enumerable.Range(0, Counters).Append(Counters + batch).Select(key => new Document(key)
        {
            ["batch"] = batch,
            ["text"] = new string((char)('a' + (batch % 26)), 700),
        }));

    private int Read(Func<Collection> open, int number, CancellationToken stop)
    {
        int refreshes = 0;
        do
        {
            int least = Volatile.Read(ref _acknowledged);
            using Collection reader = open();
            Check(reader, least, $"reader {number}, opened after {refreshes} refreshes");
            for (int i = 0; i < 30 && !stop.IsCancellationRequested; i++)
            {
                least = Math.Max(least, Volatile.Read(ref _acknowledged));
                reader.Refresh();
                least = Check(reader, least, $"reader {number}, refresh {++refreshes}");
            }
        }
        while (!stop.IsCancellationRequested);
        return refreshes;
    }

    private int Read(Collection shared, int number, CancellationToken stop)
    {
        int refreshes = 0;
        int least = 0;
        do
        {
            least = Math.Max(least, Volatile.Read(ref _acknowledged));
            shared.Refresh();
            least = Check(shared, least, $"reader {number}, refresh {++refreshes}");
        }
        while (!stop.IsCancellationRequested);
        return refreshes;
    }

    /// <returns>The number of the batch that is shown.</returns>
    private static int Check(Collection reader, int least, string where)
    {
        var documents = new Dictionary<int, int>();
        foreach (Document document in reader.Scan())
        {
            int batch = document.Get<int>("batch");
            Assert.True(documents.TryAdd((int)document.Key.Value, batch), $"{where}: document {document.Key} is there twice");
            Assert.Equal((char)('a' + (batch % 26)), document.Get<string>("text")![699]);
        }

        int shown = documents[0];
        Assert.True(shown >= least, $"{where}: batch {shown} is shown after batch {least}");
        for (int counter = 1; counter < Counters; counter++)
            Assert.True(documents[counter] == shown, $"{where}: counter {counter} is at {documents[counter]}, not {shown}");
        Assert.True(documents.Count == Counters + shown, $"{where}: {documents.Count - Counters} documents of {shown} batches");
        Assert.True(documents.Where(one => one.Key >= Counters).All(one => one.Value == one.Key - Counters), where);
        return shown;
    }
}
