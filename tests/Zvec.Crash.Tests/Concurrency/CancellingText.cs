using System.Globalization;
using System.Text;
using Zvec.Engine.Columns;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>A column of texts that cancels when somebody reads one row, and tells how far reading went on.</summary>
internal sealed class CancellingText(int cancelAt, CancellationTokenSource source) : BytesColumn
{
    public int LastRead { get; private set; }

    public override DataType Type => DataType.String;

    public override bool HasNulls => false;

    public override bool IsNull(int row) => false;

    public override ReadOnlySpan<byte> Bytes(int row)
    {
        if (row == cancelAt)
            source.Cancel();
        LastRead = row;
        return Encoding.UTF8.GetBytes($"text {row.ToString(CultureInfo.InvariantCulture)}");
    }

    public override ReadOnlySpan<ulong> NullWords(int firstWord, int count) => new ulong[count];
}
