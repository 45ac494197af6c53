using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Indexes.Text;

/// <summary>Text indexes whose bytes are wrong, or that are not of their column.</summary>
public sealed class TextDamageTests
{
    private static readonly string?[] Texts = TextModel.RandomTexts(300, 4, seed: 8);

    [Fact]
    public void Damage_is_reported_or_harmless_even_where_checksums_are_not_checked()
    {
        byte[] content = TextModel.File(Texts);
        Assert.Null(ReadAll(content, verify: true));
        Assert.True(content.Length < 10_000);
        for (int at = 0; at < content.Length; at++)
        {
            byte[] damaged = [.. content];
            damaged[at] ^= (byte)(1 << (at % 8));
            ReadAll(damaged, verify: false);
            if (at % 64 == 0)
            {
                Assert.NotNull(ReadAll(damaged, verify: true));
                damaged[at] = (byte)~content[at];
                ReadAll(damaged, verify: false);
                damaged.AsSpan(at, Math.Min(32, damaged.Length - at)).Fill(0xFF);
                ReadAll(damaged, verify: false);
                Assert.NotNull(ReadAll(content[..at], verify: true));
            }
        }
    }

    [Fact]
    public void Another_number_of_rows_is_reported()
    {
        using SectionFileReader file = TextModel.Open(TextModel.File(Texts));
        Assert.Equal(ZvecErrorCode.DataCorruption, Assert.Throws<ZvecException>(() => TextIndexReader.Open(file, 299)).Code);
    }

    [Fact]
    public void An_index_of_other_texts_is_noticed()
    {
        Assert.Null(Check(Texts));
        int row = Array.FindIndex(Texts, text => text is { Length: > 5 });
        string text = Texts[row]!;
        foreach (string? other in new[] { null, "", text + " more", "x" + text, string.Join(' ', text.Split(' ').Reverse()) + " w0" })
            Assert.NotNull(Check([.. Texts[..row], other, .. Texts[(row + 1)..]]));
        Assert.Null(Check([.. Texts[..row], text.ToUpperInvariant() + "!", .. Texts[(row + 1)..]]));
        string?[] exchanged = ["one two", "two one"];
        Assert.Contains("not listed", Check(exchanged, ["two one", "two one"]), StringComparison.Ordinal);
    }

    private static string? Check(string?[] column) => Check(Texts, column);

    private static string? Check(string?[] indexed, string?[] column)
    {
        using SectionFileReader file = TextModel.Open(TextModel.File(indexed));
        TextIndexReader index = TextIndexReader.Open(file, indexed.Length);
        return TextIndexChecker.FindProblem(index, TextModel.Column(column), new TextIndexOptions(), CancellationToken.None);
    }

    private static void ReadMany(TextIndexReader index, TermEntry entry)
    {
        using PostingCursor reading = index.Open(entry);
        using PostingCursor finding = index.Open(entry);
        int[] rows = new int[100];
        int[] frequencies = new int[100];
        int[] places = new int[100];
        int before = -1;
        for (reading.Next(); reading.Row != PostingCursor.End;)
        {
            int count = reading.Read(PostingCursor.End, rows, frequencies);
            Assert.InRange(count, 1, rows.Length);
            foreach (int row in rows.AsSpan(0, count))
            {
                Assert.InRange(row, before + 1, Texts.Length - 1);
                before = row;
            }

            Assert.InRange(finding.Find(rows.AsSpan(0, count), places, frequencies), 0, count);
        }
    }

    /// <summary>Reads all that there is.</summary>
    /// <returns>What was reported; null when nothing was.</returns>
    private static ZvecException? ReadAll(byte[] content, bool verify)
    {
        try
        {
            using SectionFileReader file = TextModel.Open(content, verify);
            TextIndexReader index = TextIndexReader.Open(file, Texts.Length);
            for (int row = 0; row < index.RowCount; row++)
                index.Length(row);
            var entries = new List<TermEntry>();
            index.FindPrefix("w"u8, 1_000, entries);
            index.TryFind("w1"u8, out _);
            foreach (TermEntry entry in entries)
            {
                ReadMany(index, entry);
                for (int step = 0; step < 40; step += 13)
                {
                    using PostingCursor cursor = index.Open(entry);
                    int rows = 0;
                    for (int row = cursor.Next(); row != PostingCursor.End; row = step == 0 ? cursor.Next() : cursor.Seek(row + step))
                    {
                        Assert.InRange(row, 0, Texts.Length - 1);
                        cursor.BoundFrom(row, out _);
                        Assert.InRange(cursor.Positions().Length, 1, content.Length);
                        Assert.True(++rows <= 2 * Texts.Length);
                    }
                }
            }

            TextIndexChecker.FindProblem(index, TextModel.Column(Texts), new TextIndexOptions(), CancellationToken.None);
            return null;
        }
        catch (ZvecException exception) when (exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat)
        {
            return exception;
        }
    }
}
