namespace Zvec.Engine.Search;

/// <summary>How many hits a query may ask for.</summary>
internal static class QueryLimits
{
    /// <summary>The most hits a query may ask for, and the most candidates.</summary>
    public const int LargestTop = 100_000;

    /// <summary>Checks how many hits are wanted.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: a number is out of range.</exception>
    public static void CheckHits(CollectionSchema schema, int top, int skip)
    {
        if (top < 1 || skip < 0 || (long)skip + top > LargestTop)
        {
            throw Invalid(
                schema,
                $"Top {top} with Skip {skip} was asked: Top is at least 1, Skip at least 0, and together they are at most {LargestTop}");
        }
    }

    /// <summary>Checks a number that may be left open.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is out of range.</exception>
    public static void CheckRange(CollectionSchema schema, string name, int? value, int largest)
    {
        if (value is { } asked && (asked < 1 || asked > largest))
            throw Invalid(schema, $"{name} {asked} was asked, which must be from 1 to {largest}");
    }

    /// <summary>What is thrown for a query that does not fit the collection.</summary>
    public static ZvecException Invalid(CollectionSchema schema, string what) =>
        new(ZvecErrorCode.InvalidArgument, $"Collection '{schema.Name}' cannot answer the query. {what}.");
}
