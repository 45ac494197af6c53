namespace Zvec.Engine.Search;

/// <summary>The rows of one scorer that another does not have.</summary>
internal sealed class ExceptScorer(TextScorer included, TextScorer excluded) : TextScorer
{
    public override long Cost => included.Cost;

    public override double Most => included.Most;

    public override int Seek(int row)
    {
        row = included.Seek(row);
        while (row != End && excluded.Seek(row) == row)
            row = included.Next();
        return Row = row;
    }

    public override double Score() => included.Score();

    public override double MostFrom(int row, out int lastRow) => included.MostFrom(row, out lastRow);

    public override void Dispose()
    {
        included.Dispose();
        excluded.Dispose();
    }
}
