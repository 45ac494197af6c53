namespace Zvec.Engine.Tests.Architecture;

public sealed class SourceRulesTests
{
    [Fact]
    public void A_file_that_is_too_long_is_found() =>
        Assert.Equal(
            ["b: 11 lines, at most 10."], SourceRules.CheckLengths([OfLines("a", 3), OfLines("b", 11), OfLines("c", 3)], 5, 20, 10));

    [Fact]
    public void A_median_that_is_too_high_is_found() =>
        Assert.Equal(
            ["the median file has 6 lines, at most 5."],
            SourceRules.CheckLengths([OfLines("a", 6), OfLines("b", 7), OfLines("c", 3)], 5, 10, 10));

    [Fact]
    public void Too_many_long_files_are_found() =>
        Assert.Equal(
            ["95 % of the files have up to 9 lines, at most 8."],
            SourceRules.CheckLengths(
                [.. Enumerable.Range(0, 18).Select(i => OfLines($"{i}", 1)), OfLines("x", 9), OfLines("y", 9)], 5, 8, 10));

    [Fact]
    public void One_long_file_in_twenty_is_within_the_rule() =>
        Assert.Empty(SourceRules.CheckLengths([.. Enumerable.Range(0, 19).Select(i => OfLines($"{i}", 1)), OfLines("x", 9)], 5, 8, 10));

    [Theory]
    [InlineData("Segments/A.cs", "unsafe class A { }", 1)]
    [InlineData("Columns/FixedColumn.cs", "using System.Runtime.Intrinsics.X86;", 1)]
    [InlineData("Collection.cs", "unsafe class A { Intrinsics x; }", 2)]
    [InlineData("Segments/A.cs", "// unsafe\nclass A { }", 0)]
    [InlineData("Columns/Vectors/VectorBlock.cs", "unsafe struct A { }", 0)]
    [InlineData("Columns/Vectors/MappedVectorColumn.cs", "unsafe class A { }", 0)]
    [InlineData("Distance/A.cs", "unsafe class A { }", 0)]
    [InlineData("Indexes/Vectors/Hnsw/A.cs", "unsafe class A { }", 0)]
    [InlineData("Indexes/Scalars/A.cs", "unsafe class A { }", 1)]
    public void Unsafe_code_outside_its_rooms_is_found(string path, string text, int findings) =>
        Assert.Equal(findings, SourceRules.CheckUnsafe([new SourceFile(path, text)]).Count);

    [Fact]
    public void Unfinished_code_is_found() =>
        Assert.Equal(
            2,
            SourceRules.CheckUnfinished(
                [new SourceFile("a", "// TODO\nthrow new NotImplementedException();"), new SourceFile("b", "class B;")]).Count);

    private static SourceFile OfLines(string path, int lines) => new(path, string.Concat(Enumerable.Repeat("//\n", lines)));
}
