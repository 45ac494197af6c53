namespace Zvec.Engine.Filters;

/// <summary>A number with a fraction or an exponent, as it stands in a filter's text: its type is that of the field it is compared with.</summary>
internal sealed class NumberLiteral(string text)
{
    public string Text => text;

    public override string ToString() => text;
}
