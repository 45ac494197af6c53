using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Tests.Search.Text;

/// <summary>A segment that has a number in each row, and text indexes.</summary>
internal sealed class ListedSegment : Segment
{
    private readonly ColumnBuilder _numbers = ColumnBuilder.Create(DataType.Int32);
    private readonly int _numberField;
    private readonly Dictionary<int, TextIndex> _indexes;

    public ListedSegment(int numberField, IEnumerable<int> numbers, Dictionary<int, TextIndex> indexes)
    {
        _numberField = numberField;
        _indexes = indexes;
        foreach (int number in numbers)
            _numbers.Append(number);
    }

    public override Column Keys => _numbers.Column;

    public override Column? FindColumn(int fieldId) => fieldId == _numberField ? _numbers.Column : null;

    public override VectorColumn? FindVectors(int fieldId) => null;

    public override TextIndex? FindTextIndex(FieldSchema field, int rowCount, CancellationToken cancellation = default) =>
        _indexes.GetValueOrDefault(field.Id);

    public override int FindRow(DocumentKey key, ulong hash, int rowCount) => -1;

    protected override void Free()
    {
        // nothing is held
    }
}
