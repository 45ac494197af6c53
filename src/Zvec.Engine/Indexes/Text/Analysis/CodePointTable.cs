namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>A value for each code point, in blocks; most blocks have one value throughout and share their place with others.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal sealed class CodePointTable<T>
    where T : unmanaged, IEquatable<T>
{
    private const int BlockBits = 7;
    private const int BlockLength = 1 << BlockBits;
    private const int CodePoints = 0x110000;

    private readonly ushort[] _blocks = new ushort[CodePoints >> BlockBits];
    private readonly T[] _values;

    /// <summary>Takes the values.</summary>
    /// <param name="values">A value for each code point.</param>
    public CodePointTable(ReadOnlySpan<T> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, CodePoints);
        var kept = new List<T>();
        var uniform = new Dictionary<T, ushort>();
        for (int block = 0; block < _blocks.Length; block++)
        {
            ReadOnlySpan<T> slice = values.Slice(block << BlockBits, BlockLength);
            bool isUniform = !slice.ContainsAnyExcept(slice[0]);
            if (isUniform && uniform.TryGetValue(slice[0], out ushort place))
            {
                _blocks[block] = place;
                continue;
            }

            place = checked((ushort)(kept.Count >> BlockBits));
            kept.AddRange(slice);
            _blocks[block] = place;
            if (isUniform)
                uniform.Add(slice[0], place);
        }

        _values = [.. kept];
    }

    /// <summary>The value of a code point.</summary>
    /// <param name="codePoint">The code point: at most U+10FFFF.</param>
    public T this[int codePoint] => _values[(_blocks[codePoint >> BlockBits] << BlockBits) | (codePoint & (BlockLength - 1))];

    /// <summary>A table of values that are given piece by piece.</summary>
    /// <param name="fill">Writes them to a span that has one place for each code point.</param>
    public static CodePointTable<T> Create(Action<T[]> fill)
    {
        var values = new T[CodePoints];
        fill(values);
        return new CodePointTable<T>(values);
    }
}
