namespace Zvec.Engine.Columns;

/// <summary>Turns the elements of an array row into a CLR array: of the nullable element type where one of them is null.</summary>
internal static class ArrayValues
{
    public static Array ToObject(Column elements, int start, int length) => throw new NotImplementedException();
}
