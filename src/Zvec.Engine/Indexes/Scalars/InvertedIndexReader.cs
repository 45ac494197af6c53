using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Scalars;

/// <summary>Finds the rows of a sealed segment by the value of a field. Values are given as
/// <see cref="SortKey">sort keys</see> of the field's type, for an array field of its element type; a row of an array
/// field is found by each of its elements.</summary>
/// <remarks>
/// A NaN is found by <see cref="FindEqual(ReadOnlySpan{byte[]})"/> only: no range holds it, and a range whose bound it is holds nothing.
/// The bitmaps range over the segment's rows; what is set in them stays set.
/// </remarks>
internal sealed class InvertedIndexReader
{
    /// <summary>The values of a block, whose lists are read as one where all are stored as they are: each has at most as many rows as are
    /// plain, so that the bytes are far fewer than a section's slice can have.</summary>
    private const int BlockValues = 1 << 10;

    private readonly string _path;
    private readonly DataType _type;
    private readonly bool _isArray;
    private readonly int _rowCount;
    private readonly int _width;
    private readonly Section _keys;
    private readonly Section _keyOffsets;
    private readonly Section _counts;
    private readonly Section _postingOffsets;
    private readonly Section _postings;
    private readonly Section? _nulls;
    private readonly Section? _nullElements;

    // values below this are in ranges; NaN, the last, is not
    private readonly int _rangeEnd;

    private readonly bool _hasVarints;

    // for each block of values, whether all of its lists are stored as they are
    private readonly bool[] _isPlain;

    private InvertedIndexReader(SectionFileReader file, DataType type, int rowCount)
    {
        _path = file.Path;
        _isArray = type.IsArray();
        _type = _isArray ? type.Element() : type;
        _rowCount = rowCount;
        _width = SortKey.Width(_type);
        ReadOnlySpan<int> header = file.GetSection(InvertedSections.Header).AsSpan<int>(InvertedSections.HeaderLength / sizeof(int));
        if (header[0] != (int)type || header[1] != rowCount)
        {
            throw SectionFileReader.Corrupt(
                _path, $"it indexes {header[1]} rows of type {(DataType)header[0]} where {rowCount} of type {type} were expected");
        }

        ValueCount = header[2];
        NullCount = header[3];
        if (ValueCount is < 0 or int.MaxValue || (uint)NullCount > (uint)rowCount)
            throw SectionFileReader.Corrupt(_path, $"it names {ValueCount} values and {NullCount} nulls in {rowCount} rows");
        _keys = file.GetSection(InvertedSections.Keys);
        _counts = file.GetSection(InvertedSections.Counts);
        _postings = file.GetSection(InvertedSections.Postings);
        _postingOffsets = file.GetSection(InvertedSections.PostingOffsets);
        if (_width < 0)
        {
            _keyOffsets = file.GetSection(InvertedSections.KeyOffsets);
            MappedBytesColumn.CheckOffsets(_keyOffsets, _keys, ValueCount);
        }
        else if (_keys.Length != (long)ValueCount * _width)
        {
            throw SectionFileReader.Corrupt(_path, $"{ValueCount} values of {_width} bytes have {_keys.Length} bytes");
        }

        MappedBytesColumn.CheckOffsets(_postingOffsets, _postings, ValueCount);
        _hasVarints = file.Version == 1;
        _isPlain = CheckCounts(mayBePlain: !_hasVarints);
        _nulls = OptionalBitmap(file, InvertedSections.Nulls);
        _nullElements = OptionalBitmap(file, InvertedSections.NullElements);
        _rangeEnd = ValueCount > 0 && SortKey.IsNaN(_type, KeyAt(ValueCount - 1)) ? ValueCount - 1 : ValueCount;
    }

    /// <summary>The number of distinct values.</summary>
    public int ValueCount { get; }

    /// <summary>The number of rows whose field is null.</summary>
    public int NullCount { get; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: the file is not an index of that
    /// type and number of rows.</exception>
    public static InvertedIndexReader Open(SectionFileReader file, DataType type, int rowCount) => new(file, type, rowCount);

    /// <summary>The values that are among some keys.</summary>
    /// <param name="keys">The keys, ascending, no two the same.</param>
    public ValueRanges FindEqual(ReadOnlySpan<byte[]> keys)
    {
        var values = new ValueRanges();
        FindEqual(keys, 0, ValueCount, values);
        return values;
    }

    /// <summary>The values between two bounds; a bound that is null is none.</summary>
    public ValueRanges FindRange(byte[]? min, bool minInclusive, byte[]? max, bool maxInclusive)
    {
        if ((min is not null && SortKey.IsNaN(_type, min)) || (max is not null && SortKey.IsNaN(_type, max)))
            return new ValueRanges();
        int start = min is null ? 0 : FirstBehind(min, minInclusive, 0, ValueCount);
        int end = Math.Min(max is null ? ValueCount : FirstBehind(max, !maxInclusive, 0, ValueCount), _rangeEnd);
        return ValueRanges.Of(start, end);
    }

    /// <summary>The strings, or bytes, that begin so.</summary>
    public ValueRanges FindPrefix(ReadOnlySpan<byte> prefix)
    {
        int start = FirstBehind(prefix, orEqual: true, 0, ValueCount);
        int low = start, high = ValueCount;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            if (KeyAt(middle).StartsWith(prefix))
                low = middle + 1;
            else
                high = middle;
        }

        return ValueRanges.Of(start, low);
    }

    /// <summary>How many rows hold one of the values; for an array field an upper bound, as a row counts once for each value that it
    /// holds.</summary>
    public long CountRows(ValueRanges values)
    {
        long count = 0;
        foreach ((int start, int end) in values.Ranges)
            count += CountBetween(start, end);
        return count;
    }

    /// <summary>How many rows are touched to find those that hold one of the values.</summary>
    public long CountTouched(ValueRanges values)
    {
        long count = CountRows(values);
        return _isArray ? count : Math.Min(count, CountBetween(0, ValueCount) - count);
    }

    /// <summary>Adds the rows that hold one of the values.</summary>
    public void AddRows(ValueRanges values, Bitmap into)
    {
        CheckLength(into);
        if (_isArray || CountRows(values) <= CountBetween(0, ValueCount) / 2)
        {
            foreach ((int start, int end) in values.Ranges)
                AddValues(start, end, into);
            return;
        }

        // Most rows: all of them but the null ones and those of the other values, as a row holds one value or none.
        Bitmap others = BitmapPool.Empty(_rowCount);
        AddNulls(others);
        foreach ((int start, int end) in values.Not(ValueCount).Ranges)
            AddValues(start, end, others);
        others.Invert();
        into.Or(others);
        BitmapPool.Return(others);
    }

    /// <summary>Adds the rows whose field is null.</summary>
    public void AddNulls(Bitmap into) => AddBitmap(_nulls, into);

    /// <summary>Adds the rows whose array holds a null.</summary>
    public void AddNullElements(Bitmap into) => AddBitmap(_nullElements, into);

    /// <summary>The key of a distinct value, in ascending order: for conditions that are tested on each value rather
    /// than on each row.</summary>
    /// <param name="value">From 0 to <see cref="ValueCount"/> − 1.</param>
    public ReadOnlySpan<byte> KeyAt(int value)
    {
        if (_width >= 0)
            return _keys.Slice((long)value * _width, _width);
        long start = _keyOffsets.Read<long>(value);
        return _keys.Slice(start, (int)(_keyOffsets.Read<long>(value + 1L) - start));
    }

    /// <summary>How many rows hold the value of <see cref="KeyAt"/>.</summary>
    public int CountAt(int value) => CountBetween(value, value + 1);

    /// <summary>Adds the rows that hold the value of <see cref="KeyAt"/>.</summary>
    public void AddValue(int value, Bitmap into) => AddValues(value, value + 1, into);

    /// <summary>The rows that hold the value of <see cref="KeyAt"/>, ascending.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: the list is none.</exception>
    public void ReadRows(int value, List<int> rows)
    {
        if (!TryReadRows(value, rows))
            throw SectionFileReader.Corrupt(_path, $"the rows of value {value} are not readable");
    }

    /// <summary>The rows that hold the value of <see cref="KeyAt"/>, ascending.</summary>
    /// <returns>Whether the list is one.</returns>
    public bool TryReadRows(int value, List<int> rows)
    {
        rows.Clear();
        long start = _postingOffsets.Read<long>(value);
        ReadOnlySpan<byte> list = _postings.Slice(start, (int)(_postingOffsets.Read<long>(value + 1L) - start));
        int count = CountBetween(value, value + 1);
        return _hasVarints && !PostingList.IsBitmap(count, _rowCount)
            ? VarintPostingList.TryRead(list, count, _rowCount, rows)
            : PostingList.TryRead(list, count, _rowCount, rows);
    }

    private void AddValues(int start, int end, Bitmap into)
    {
        CheckLength(into);
        ReadOnlySpan<int> counts = _counts.AsSpan<int>(ValueCount + 1);
        ReadOnlySpan<long> offsets = _postingOffsets.AsSpan<long>(ValueCount + 1);
        for (int value = start; value < end;)
        {
            bool isPlain = _isPlain[value / BlockValues];
            int next = isPlain ? Math.Min(end, value - (value % BlockValues) + BlockValues) : value + 1;
            ReadOnlySpan<byte> list = _postings.Slice(offsets[value], checked((int)(offsets[next] - offsets[value])));
            int count = counts[next] - counts[value];
            bool isRead = isPlain ? PostingList.TryAddPlain(list, count, into)
                : _hasVarints ? VarintPostingList.TryAddTo(list, count, into)
                : PostingList.TryAddTo(list, count, into);
            if (!isRead)
                throw SectionFileReader.Corrupt(_path, $"the rows of values {value} to {next - 1} are not readable");
            value = next;
        }
    }

    private int CountBetween(int start, int end) => _counts.Read<int>(end) - _counts.Read<int>(start);

    /// <summary>Looks the middle key up first, so that each half is looked for only where it can be: many keys take few steps
    /// each.</summary>
    private void FindEqual(ReadOnlySpan<byte[]> keys, int low, int high, ValueRanges values)
    {
        if (keys.IsEmpty || low >= high)
            return;
        int middle = keys.Length / 2;
        int found = FirstBehind(keys[middle], orEqual: true, low, high);
        FindEqual(keys[..middle], low, found, values);
        if (found < high && KeyAt(found).SequenceEqual(keys[middle]))
        {
            values.Add(found, found + 1);
            found++;
        }

        FindEqual(keys[(middle + 1)..], found, high, values);
    }

    /// <summary>The first value from <paramref name="low"/> on that is greater than the key, or equal to it where that counts; otherwise
    /// <paramref name="high"/>.</summary>
    private int FirstBehind(ReadOnlySpan<byte> key, bool orEqual, int low, int high)
    {
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) >> 1);
            int order = KeyAt(middle).SequenceCompareTo(key);
            if (order > 0 || (order == 0 && orEqual))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private Section? OptionalBitmap(SectionFileReader file, uint id)
    {
        if (!file.HasSection(id))
            return null;
        Section section = file.GetSection(id);
        section.AsSpan<ulong>(Bitmap.WordCount(_rowCount));
        return section;
    }

    private void AddBitmap(Section? section, Bitmap into)
    {
        CheckLength(into);
        if (section is not { } stored)
            return;
        ReadOnlySpan<ulong> words = stored.AsSpan<ulong>(Bitmap.WordCount(_rowCount));
        for (int i = 0; i < words.Length; i++)
            into.MutableWords[i] |= words[i];
        into.ClearTail();
    }

    /// <returns>For each block of values whether all its lists are so short that their rows are stored as they are.</returns>
    private bool[] CheckCounts(bool mayBePlain)
    {
        ReadOnlySpan<int> counts = _counts.AsSpan<int>(ValueCount + 1);
        if (counts[0] != 0)
            throw SectionFileReader.Corrupt(_path, $"{counts[0]} rows stand before the first value");
        bool[] isPlain = new bool[(ValueCount / BlockValues) + 1];
        Array.Fill(isPlain, mayBePlain);
        for (int value = 0; value < ValueCount; value++)
        {
            isPlain[value / BlockValues] &= PostingList.IsPlain(counts[value + 1] - counts[value], _rowCount);
            if (counts[value + 1] < counts[value] || counts[value + 1] - counts[value] > _rowCount)
                throw SectionFileReader.Corrupt(_path, $"value {value} is in rows {counts[value]} to {counts[value + 1]} of {_rowCount}");
        }

        return isPlain;
    }

    private void CheckLength(Bitmap into)
    {
        if (into.Length != _rowCount)
            throw new ArgumentException($"A bitmap of {into.Length} rows cannot take rows of an index over {_rowCount}.", nameof(into));
    }
}
