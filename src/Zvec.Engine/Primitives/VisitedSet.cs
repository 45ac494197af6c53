using System.Runtime.CompilerServices;

namespace Zvec.Engine.Primitives;

/// <summary>Which rows a search has seen: a byte a row that holds the number of the search, so that it need be cleared only every 255 searches.</summary>
internal sealed unsafe class VisitedSet : IDisposable
{
    private readonly NativeBuffer _marks;
    private readonly byte* _pointer;
    private byte _epoch;

    public VisitedSet(int length)
    {
        _marks = new NativeBuffer(length);
        _pointer = _marks.Pointer;
    }

    /// <summary>Forgets all rows.</summary>
    public void Reset()
    {
        if (++_epoch == 0)
        {
            for (long done = 0; done < _marks.Length;)
            {
                int piece = (int)Math.Min(_marks.Length - done, 1 << 30);
                _marks.Slice(done, piece).Clear();
                done += piece;
            }

            _epoch = 1;
        }
    }

    /// <summary>Marks a row, which must be in range.</summary>
    /// <returns>1 when it had not been marked, else 0: a number, for branch-free counting.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Mark(int row)
    {
        byte* mark = _pointer + row;
        int isNew = *mark != _epoch ? 1 : 0;
        *mark = _epoch;
        return isNew;
    }

    public void Dispose() => _marks.Dispose();
}
