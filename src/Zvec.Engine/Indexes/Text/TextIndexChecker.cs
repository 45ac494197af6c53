using System.IO.Hashing;
using System.Text;
using Zvec.Engine.Columns;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Checks that a text index says exactly what its column says.</summary>
/// <remarks>What a row has is compared by a sum of hashes of its terms with their places, once from the index and once from the
/// text.</remarks>
internal sealed class TextIndexChecker
{
    private const int GlanceRows = 1 << 8;

    private readonly TextIndexReader _index;
    private readonly CancellationToken _cancellation;
    private readonly ulong[] _sums;

    private TextIndexChecker(TextIndexReader index, CancellationToken cancellation)
    {
        _index = index;
        _cancellation = cancellation;
        _sums = new ulong[index.RowCount];
    }

    /// <summary>Looks at every term, row and place.</summary>
    /// <param name="index">The index.</param>
    /// <param name="column">What it is the index of.</param>
    /// <param name="options">The analysis that the schema asks for; null when it asks for no index.</param>
    /// <param name="cancellation">Gives up between some terms or rows.</param>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(TextIndexReader index, Column column, TextIndexOptions? options, CancellationToken cancellation)
    {
        if (column is not BytesColumn { Type: DataType.String } texts)
            return column is NullColumn ? null : $"it is a text index of a column of type {column.Type}";
        var checker = new TextIndexChecker(index, cancellation);
        try
        {
            // what was analyzed otherwise cannot be compared
            return checker.FindInTerms()
                ?? (options is not null && TextFormat.Fingerprint(options) == index.Fingerprint ? checker.FindInTexts(texts, options) : null);
        }
        catch (ZvecException exception)
        {
            return exception.Message;
        }
    }

    private string? FindInTerms()
    {
        byte[] previous = [];
        int number = 0;
        for (int group = 0; number < _index.TermCount; group++)
        {
            _cancellation.ThrowIfCancellationRequested();
            TermReader reader = _index.ReadGroup(group);
            for (int i = 0; i < TextFormat.GroupLength && number < _index.TermCount; i++, number++)
            {
                if (!reader.Next())
                    return $"term {number} of {_index.TermCount} is missing";
                if (number > 0 && reader.Bytes.SequenceCompareTo(previous) <= 0)
                    return $"term {number} is not behind the one before";
                previous = reader.Bytes.ToArray();
                if (FindInRows(number, reader) is { } problem)
                    return problem;
            }

            if (reader.Next())
                return $"there are terms behind term {number - 1} of its group";
        }

        return null;
    }

    private string? FindInRows(int number, TermReader reader)
    {
        ulong hash = XxHash3.HashToUInt64(reader.Bytes);
        var entry = new TermEntry(number, reader.Term.RowCount, reader.Term.MostImpact);
        using PostingCursor cursor = _index.Open(entry);
        int rows = 0;
        for (int before = -1, row = cursor.Next(); row != PostingCursor.End; before = row, row = cursor.Next())
        {
            if (row <= before)
                return $"row {row} of term {number} is not behind the one before, which is {before}";
            Impact bound = cursor.BoundFrom(row, out _);
            if (Math.Min(bound.Frequency, entry.MostImpact.Frequency) < cursor.Frequency
                || Math.Max(bound.Length, entry.MostImpact.Length) > _index.Length(row))
            {
                return $"row {row} of term {number} scores more than its block or term says";
            }

            foreach (int position in cursor.Positions())
                _sums[row] += SumOf(hash, position);
            rows++;
        }

        return rows == entry.RowCount ? null : $"term {number} is in {rows} rows where the index says {entry.RowCount}";
    }

    private string? FindInTexts(BytesColumn texts, TextIndexOptions options)
    {
        TextAnalyzer analyzer = TextAnalyzer.For(options);
        long tokens = 0;
        int count = 0;
        for (int row = 0; row < _index.RowCount; row++)
        {
            if (row % GlanceRows == 0)
                _cancellation.ThrowIfCancellationRequested();
            var sink = new Sink();
            if (!texts.IsNull(row))
            {
                analyzer.Analyze(Encoding.UTF8.GetString(texts.Bytes(row)), ref sink);
                count++;
            }

            if (sink.Tokens != _index.Length(row))
                return $"the text of row {row} has {sink.Tokens} tokens where the index says {_index.Length(row)}";
            if (sink.Sum != _sums[row])
                return $"row {row} is not listed under its terms at their places";
            tokens += sink.Tokens;
        }

        return tokens == _index.TokenCount && count == _index.TextCount
            ? null
            : $"it says {_index.TextCount} texts with {_index.TokenCount} tokens where {count} have {tokens}";
    }

    private static ulong SumOf(ulong term, int position)
    {
        // a mixture of both that is far from their sum
        ulong mixed = (term ^ (ulong)position) * 0x9E37_79B9_7F4A_7C15;
        return (mixed ^ (mixed >> 29)) * 0xBF58_476D_1CE4_E5B9;
    }

    private struct Sink : ITokenSink
    {
        public int Tokens { get; private set; }

        public ulong Sum { get; private set; }

        public void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end)
        {
            Tokens++;
            Sum += SumOf(XxHash3.HashToUInt64(term), position);
        }
    }
}
