namespace Zvec.Engine.Search;

/// <summary>The rows of one scorer, which score more where another has them too.</summary>
internal sealed class OptionalScorer(TextScorer required, TextScorer optional) : TextScorer
{
    public override long Cost => required.Cost;

    public override double Most => required.Most + optional.Most;

    public override int Seek(int row) => Row = required.Seek(row);

    public override double Score() => required.Score() + (optional.Seek(Row) == Row ? optional.Score() : 0);

    public override double MostFrom(int row, out int lastRow)
    {
        double most = required.MostFrom(row, out lastRow) + optional.MostFrom(row, out int lastOptional);
        lastRow = Math.Min(lastRow, lastOptional);
        return most;
    }

    public override void Dispose()
    {
        required.Dispose();
        optional.Dispose();
    }
}
