using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Vectors in one block of memory; cancels when they are asked for a number of times.</summary>
internal sealed unsafe class CancellingVectors : VectorColumn
{
    private readonly NativeBuffer _rows;
    private readonly int _cancelAt;
    private readonly CancellationTokenSource? _source;

    public CancellingVectors(int count, int cancelAt = 0, CancellationTokenSource? source = null)
    {
        Count = count;
        _cancelAt = cancelAt;
        _source = source;
        Layout = new VectorRowLayout(VectorType.Float32, 4, HasNorm: false);
        _rows = new NativeBuffer((long)count * Layout.Stride);
        for (int row = 0; row < count; row++)
        {
            float[] vector = [row, row % 17, row % 101, 1];
            MemoryMarshal.AsBytes<float>(vector).CopyTo(_rows.Slice((long)row * Layout.Stride, Layout.DataBytes));
        }
    }

    /// <summary>How often a block was asked for.</summary>
    public int Asked { get; private set; }

    public override VectorRowLayout Layout { get; }

    public override int Count { get; }

    public override Bitmap? PresentUpTo(int count) => null;

    public override bool HasVector(int row) => true;

    public override VectorBlock BlockAt(int row)
    {
        if (++Asked == _cancelAt)
            _source!.Cancel();
        return new VectorBlock(_rows.Pointer + ((long)row * Layout.Stride), row, Count - row);
    }

    public override void Dispose() => _rows.Dispose();
}
