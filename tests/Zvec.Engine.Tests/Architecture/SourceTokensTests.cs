namespace Zvec.Engine.Tests.Architecture;

public sealed class SourceTokensTests
{
    [Theory]
    [InlineData("a // b\nc", "a c")]
    [InlineData("a /* b\n b */ c", "a c")]
    [InlineData("#pragma warning disable X\na\n  #if Y\nb", "a b")]
    [InlineData("a(\"b \\\" c\", d)", "a ( \" , d )")]
    [InlineData("a(@\"b \"\" c\\\", d)", "a ( \" , d )")]
    [InlineData("'a' b '\\'' c '\"' d", "b c d")]
    [InlineData("a => b == c::d", "a => b == c :: d")]
    [InlineData("@class 1.5e3f x", "class 1.5e3f x")]
    public void Comments_directives_and_literals_are_left_out(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SourceTokens.Of(text)));

    [Theory]
    [InlineData("$\"b {c} d {{e}} {f:N2} g\" h", "\" c f h")]
    [InlineData("$\"{a(\"b\", $\"{c}\")}\" d", "\" a ( \" , \" c ) d")]
    [InlineData("$@\"b {c} \"\" d\" e", "\" c e")]
    [InlineData("\"\"\"b \"c\" {d}\"\"\" e", "\" e")]
    [InlineData("$\"\"\"b {c} \"d\" \"\"\" e", "\" c e")]
    [InlineData("$$\"\"\"b {c} {{d}} \"\"\" e", "\" d e")]
    [InlineData("$\"{(a ? b : c)}\" d", "\" ( a ? b : c ) d")]
    public void Holes_of_interpolated_strings_are_code(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SourceTokens.Of(text)));
}
