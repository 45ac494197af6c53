
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>The stress can fail: what a broken collection would answer is found.</summary>
public sealed class StressHistoryTests
{
    private static readonly CollectionSchema Schema = StressDocuments.Schema();

    private readonly StressHistory _history = new();

    [Fact]
    public void Reads_of_what_was_written_last_are_right()
    {
        Write(3, 1);
        Write(3, 2);
        Read(3, StressDocuments.Whole(3, 2, Schema));
        Assert.Null(_history.FindViolation());
    }

    [Fact]
    public void A_stale_read_is_found()
    {
        Write(3, 1);
        Write(3, 2);
        Read(3, StressDocuments.Whole(3, 1, Schema));
        Assert.NotNull(_history.FindViolation());
    }

    [Fact]
    public void A_lost_row_is_found()
    {
        Write(3, 1);
        Read(3, []);
        Assert.NotNull(_history.FindViolation());
    }

    [Fact]
    public void A_row_with_one_document_missing_is_found() => Assert.Throws<StressViolationException>(() =>
        Read(3, StressDocuments.Whole(3, 1, Schema).Skip(1)));

    [Fact]
    public void A_row_with_one_older_document_is_found() => Assert.Throws<StressViolationException>(() =>
        Read(3, StressDocuments.Whole(3, 1, Schema).Take(1).Concat(StressDocuments.Whole(3, 2, Schema).Skip(1))));

    [Fact]
    public void A_document_twice_is_found() => Assert.Throws<StressViolationException>(() =>
        Read(3, StressDocuments.Whole(3, 1, Schema).Skip(1).Append(StressDocuments.Whole(3, 1, Schema).Last())));

    [Fact]
    public void A_document_with_the_fields_of_two_writes_is_found()
    {
        Document mixed = StressDocuments.Whole(3, 1, Schema).First();
        mixed["vector"] = new ReadOnlyMemory<float>(StressDocuments.Vector(mixed.Key, 2));
        Assert.Throws<StressViolationException>(() => StressDocuments.StateOf(mixed));
    }

    private void Write(int register, long value) =>
        _history.AddWrite(1, [(register, true)], RegisterAction.Upsert, value, _history.Now());

    private void Read(int register, IEnumerable<Document> documents)
    {
        long invoked = _history.Now();
        Document[] read = [.. documents.Select(AsRead)];
        _history.AddRead(2, "Fetch", read, [register], wholeRows: true, invoked, _history.Now());
    }

    private static Document AsRead(Document document)
    {
        document["vector"] = new ReadOnlyMemory<float>((float[])document["vector"]!);
        return document;
    }
}
