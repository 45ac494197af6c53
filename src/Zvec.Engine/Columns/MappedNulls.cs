using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Columns;

/// <summary>The nulls of a sealed column.</summary>
internal readonly struct MappedNulls
{
    private readonly Section _words;
    private readonly int _wordCount;

    public MappedNulls(SectionFileReader file, uint id, int rowCount)
    {
        Any = file.HasSection(id);
        if (!Any)
            return;
        _words = file.GetSection(id);
        _wordCount = Bitmap.WordCount(rowCount);
        _words.AsSpan<ulong>(_wordCount);
    }

    public bool Any { get; }

    public bool this[int row] => Any && (_words.Read<ulong>(row >> 6) >> row & 1) != 0;

    public ReadOnlySpan<ulong> Words(int firstWord, int count) =>
        _words.AsSpan<ulong>(_wordCount).Slice(firstWord, Math.Min(count, _wordCount - firstWord));
}
