using System.Diagnostics;
using System.Text;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Data;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Text;

/// <summary>The text index in memory and on disk, against a simple model.</summary>
public sealed class TextIndexTests(ITestOutputHelper output)
{
    public static TheoryData<int, int> Sizes => new()
    {
        { 0, 1 }, { 1, 1 }, { 2, 3 }, { 127, 1 }, { 128, 1 }, { 129, 2 }, { 140, 1 }, { 141, 40 }, { 700, 3 }, { 1_500, 400 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_index_in_memory_says_what_the_texts_say(int rows, int words)
    {
        string?[] texts = TextModel.RandomTexts(rows, words, seed: rows);
        using var fresh = new FreshText((BytesColumn)TextModel.Column(texts), new TextIndexOptions(), memory: null);
        new TextModel(texts).AssertSame(fresh.Of(rows, CancellationToken.None));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void An_index_on_disk_says_what_the_texts_say(int rows, int words)
    {
        string?[] texts = TextModel.RandomTexts(rows, words, seed: rows);
        using SectionFileReader file = TextModel.Open(TextModel.File(texts));
        new TextModel(texts).AssertSame(TextIndexReader.Open(file, rows));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Runs_that_are_put_aside_make_the_same_file(int rows, int words)
    {
        string?[] texts = TextModel.RandomTexts(rows, words, seed: rows);
        Assert.Equal(TextModel.File(texts), TextModel.File(texts, runBytes: 0));
    }

    [Fact]
    public void Runs_are_gone_afterwards_even_when_writing_is_given_up()
    {
        string?[] texts = TextModel.RandomTexts(2_000, 50, seed: 1);
        var disk = new MemoryFileSystem("/");
        using var cancelled = new CancellationTokenSource();
        for (int i = 0; i < 2; i++)
        {
            using (var file = new SectionFileWriter(disk, $"/f{i}", FileKind.Text, TextFormat.Version))
            using (var runs = new FileRuns(disk, "/f", memoryBytes: 0))
            {
                void Write() =>
                    TextIndexWriter.Write(file, (BytesColumn)TextModel.Column(texts), 2_000, new TextIndexOptions(), runs, cancelled.Token);
                if (i == 0)
                    Write();
                else
                    Assert.Throws<OperationCanceledException>(Write);
                Assert.Equal(i == 0 ? 7 : 0, runs.Count);
                cancelled.Cancel();
            }

            Assert.Equal(i + 1, disk.GetFiles("/").Count);
        }
    }

    [Fact]
    public void A_view_of_fewer_rows_says_nothing_of_later_ones()
    {
        string?[] texts = TextModel.RandomTexts(1_000, 20, seed: 5);
        using var fresh = new FreshText((BytesColumn)TextModel.Column(texts), new TextIndexOptions(), memory: null);
        int[] counts = [0, 1, 3, 128, 129, 400, 513, 999, 1_000];
        TextIndex[] views = [.. counts.Select(count => fresh.Of(count, CancellationToken.None))];
        TextIndex[] later = [.. counts.Select(count => fresh.Of(count, CancellationToken.None))];
        for (int i = 0; i < counts.Length; i++)
        {
            var model = new TextModel(texts.Take(counts[i]));
            model.AssertSame(views[i]);
            model.AssertSame(later[i]);
        }
    }

    [Fact]
    public async Task An_index_in_memory_is_read_while_it_grows()
    {
        string?[] texts = TextModel.RandomTexts(3_000, 60, seed: 9);
        TextModel[] models = [.. Enumerable.Range(0, 31).Select(i => new TextModel(texts.Take(i * 100)))];
        using var fresh = new FreshText((BytesColumn)TextModel.Column(texts), new TextIndexOptions(), memory: null);
        Task[] searches =
        [
            .. Enumerable.Range(0, 3).Select(thread => Task.Run(
                () =>
                {
                    for (int i = thread; i < models.Length; i += 3)
                        models[i].AssertSame(fresh.Of(i * 100, CancellationToken.None), seed: i);
                },
                TestContext.Current.CancellationToken)),
        ];
        await Task.WhenAll(searches);
    }

    [Fact]
    public void Memory_is_counted_until_it_is_let_go()
    {
        string?[] texts = TextModel.RandomTexts(2_000, 500, seed: 3);
        TextModel.File(texts); // tables of the analysis are made once, and are not the index's
        var budget = new MemoryBudget(1 << 30);
        var fresh = new FreshText((BytesColumn)TextModel.Column(texts), new TextIndexOptions(), budget);
        Assert.Equal(0, budget.Taken);
        long before = GC.GetAllocatedBytesForCurrentThread();
        fresh.Of(2_000, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(budget.Taken, allocated / 3, allocated);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        fresh.Of(2_000, cancelled.Token);
        fresh.Dispose();
        Assert.Equal(0, budget.Taken);
        Assert.Equal(2_000, fresh.Of(2_000, CancellationToken.None).RowCount);
        Assert.Equal(0, budget.Taken);
    }

    [Fact]
    public void A_cancelled_search_indexes_no_further()
    {
        string?[] texts = TextModel.RandomTexts(300, 5, seed: 4);
        using var fresh = new FreshText((BytesColumn)TextModel.Column(texts), new TextIndexOptions(), memory: null);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => fresh.Of(300, cancelled.Token));
        new TextModel(texts).AssertSame(fresh.Of(300, CancellationToken.None));
    }

    [Fact]
    public void Many_places_and_long_texts_are_kept()
    {
        string many = string.Join(' ', Enumerable.Range(0, 70_000).Select(i => i % 3 == 0 ? "rare" + (i / 1000) : "often"));
        string?[] texts = [many, "often", null, string.Join(' ', Enumerable.Repeat("often", 300)), .. Enumerable.Repeat("rare1 often rare1", 200)];
        var model = new TextModel(texts);
        using SectionFileReader file = TextModel.Open(TextModel.File(texts));
        model.AssertSame(TextIndexReader.Open(file, texts.Length));
        using var fresh = new FreshText((BytesColumn)TextModel.Column(texts), new TextIndexOptions(), memory: null);
        model.AssertSame(fresh.Of(texts.Length, CancellationToken.None));
    }

    [Fact]
    public void The_glosses_of_WordNet_are_found()
    {
        string[] texts = [.. WordNetGlosses.All];
        var column = (BytesColumn)TextModel.Column(texts);
        long start = Stopwatch.GetTimestamp();
        using var fresh = new FreshText(column, new TextIndexOptions(), memory: null);
        TextIndex memory = fresh.Of(texts.Length, TestContext.Current.CancellationToken);
        output.WriteLine($"in memory: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms for {memory.TokenCount} tokens");
        start = Stopwatch.GetTimestamp();
        byte[] content = TextModel.File(texts);
        output.WriteLine($"written: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {content.Length} bytes");
        using SectionFileReader file = TextModel.Open(content);
        TextIndexReader disk = TextIndexReader.Open(file, texts.Length);
        Assert.Null(TextIndexChecker.FindProblem(disk, column, new TextIndexOptions(), CancellationToken.None));
        var entries = new List<TermEntry>();
        for (char first = '\0'; first < 128; first++)
            disk.FindPrefix([(byte)first], int.MaxValue, entries);
        start = Stopwatch.GetTimestamp();
        long postings = 0;
        foreach (TermEntry entry in entries)
        {
            using PostingCursor cursor = disk.Open(entry);
            while (cursor.Next() != PostingCursor.End)
                postings += cursor.Frequency;
        }

        TimeSpan walked = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"walked: {walked.TotalMilliseconds:F1} ms for {entries.Count} terms, {postings} places");
        foreach (string word in new[] { "the", "of", "a", "water", "piano", "xylophone", "sodium" })
        {
            Assert.True(disk.TryFind(Encoding.UTF8.GetBytes(word), out TermEntry onDisk));
            Assert.True(memory.TryFind(Encoding.UTF8.GetBytes(word), out TermEntry inMemory));
            Assert.Equal(onDisk.RowCount, inMemory.RowCount);
            Assert.Equal(onDisk.MostImpact, inMemory.MostImpact);
            using PostingCursor left = disk.Open(onDisk);
            using PostingCursor right = memory.Open(inMemory);
            while (left.Next() != PostingCursor.End)
            {
                Assert.Equal(left.Row, right.Next());
                Assert.True(left.Positions().SequenceEqual(right.Positions()));
            }

            Assert.Equal(PostingCursor.End, right.Next());
        }
    }
}
