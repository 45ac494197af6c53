using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Text;

/// <summary>The text index, in memory, of a column that has none on disk. Searches make it: each sees to the rows that it looks for and that
/// none before it saw to, so that writers do nothing for it, and what is never searched is never indexed.</summary>
internal sealed class FreshText : IDisposable
{
    /// <summary>Rows between two looks at whether to stop; a power of two.</summary>
    private const int GlanceRows = 64;

    private readonly BytesColumn _column;
    private readonly MemoryReservation? _memory;
    private readonly Lock _building = new();
    private State _state;
    private bool _disposed;

    /// <param name="column">The texts.</param>
    /// <param name="options">How they are analyzed.</param>
    /// <param name="memory">What the index is counted against; null for nothing.</param>
    public FreshText(BytesColumn column, TextIndexOptions options, MemoryBudget? memory)
    {
        _column = column;
        Options = options;
        _memory = memory?.Track();
        _state = NewState();
    }

    /// <summary>How the texts are analyzed.</summary>
    public TextIndexOptions Options { get; }

    /// <summary>The index of the first rows.</summary>
    /// <param name="rowCount">How many.</param>
    /// <param name="cancellation">Stops between some rows; those done stay so.</param>
    public TextIndex Of(int rowCount, CancellationToken cancellation)
    {
        State state = Volatile.Read(ref _state);
        if (Volatile.Read(ref state.RowCount) < rowCount)
        {
            using (_building.EnterScope(cancellation))
                state = Build(rowCount, cancellation);
        }

        return new FreshTextIndex(state.Builder, rowCount);
    }

    /// <summary>Gives the memory back that is counted. Indexes that searches have stay readable.</summary>
    public void Dispose()
    {
        lock (_building)
        {
            _disposed = true;
            _memory?.Dispose();
        }
    }

    private State NewState() => new(new TextIndexBuilder(TextAnalyzer.For(Options), new RowLengths()));

    private State Build(int rowCount, CancellationToken cancellation)
    {
        State state = _state;
        TextIndexBuilder builder = state.Builder;
        try
        {
            while (state.RowCount < rowCount)
            {
                if ((state.RowCount & (GlanceRows - 1)) == 0)
                    cancellation.ThrowIfCancellationRequested();
                builder.AddRow(_column);
                Volatile.Write(ref state.RowCount, builder.Lengths.Count);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // a row may be half in it
            Volatile.Write(ref _state, NewState());
            throw;
        }
        finally
        {
            if (!_disposed)
                _memory?.Resize(_state.Builder.MemoryBytes + _state.Builder.Lengths.MemoryBytes);
        }

        return state;
    }

    private sealed class State(TextIndexBuilder builder)
    {
        public int RowCount;

        public TextIndexBuilder Builder => builder;
    }
}
