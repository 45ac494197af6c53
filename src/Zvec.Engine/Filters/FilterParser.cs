namespace Zvec.Engine.Filters;

internal static class FilterParser
{
    public static Filter Parse(string text) => throw new NotImplementedException();
}
