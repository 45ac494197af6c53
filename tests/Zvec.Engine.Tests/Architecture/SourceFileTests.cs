namespace Zvec.Engine.Tests.Architecture;

public sealed class SourceFileTests
{
    private static readonly HashSet<string> Namespaces = ["Engine", "Storage"];

    [Theory]
    [InlineData("namespace N; public sealed class A { class Inner { } }", "A")]
    [InlineData("namespace N { internal readonly record struct A(int B); public record class C; }", "A C")]
    [InlineData("namespace N; interface A<T> where T : class { } enum B { C }", "A B")]
    [InlineData("namespace N; class A<T, U> where T : struct, I where U : class where V : unmanaged { }", "A")]
    [InlineData("namespace N; internal delegate List<A> B<in T>(C c); record D(E F);", "B D")]
    [InlineData("namespace N; // class A\nref partial struct B { string C = \"class D\"; }", "B")]
    public void Types_of_the_file_are_found_and_nested_ones_are_not(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', new SourceFile("x", text).Declared));

    [Theory]
    [InlineData("new A()")]
    [InlineData("A x;")]
    [InlineData("A? x;")]
    [InlineData("List<A> x;")]
    [InlineData("x is A y")]
    [InlineData("case A: break;")]
    [InlineData("A.Create()")]
    [InlineData("typeof(A)")]
    [InlineData("(A)x")]
    [InlineData("x switch { A => 1 }")]
    [InlineData("Storage.A x")]
    [InlineData("global::Zvec.Engine.A x")]
    [InlineData("class B : A { }")]
    [InlineData("[A] class B { }")]
    [InlineData("[A(1)] class B { }")]
    [InlineData("class B(int x) : A(x) { }")]
    [InlineData("x is A(1, 2)")]
    [InlineData("delegate*<A, void> x;")]
    [InlineData("void M(in A x)")]
    [InlineData("A A { get; }")]
    [InlineData("$\"{A.Name}\"")]
    public void A_type_is_mentioned(string text) => Assert.Contains("A", new SourceFile("x", text).Mentioned(Namespaces));

    [Theory]
    [InlineData("x.A()")]
    [InlineData("x?.A")]
    [InlineData("int A { get; }")]
    [InlineData("int A(int x) => x;")]
    [InlineData("new B { A = 1 }")]
    [InlineData("M(A: 1)")]
    [InlineData("private (int X, int Y) A(int z) => A(z, 1);")]
    [InlineData("class B { struct A { } A _a; }")]
    [InlineData("class B { delegate void A(); A _a; }")]
    [InlineData("\"A\"")]
    [InlineData("// A")]
    [InlineData("/// <see cref=\"A\"/>")]
    public void A_member_of_the_same_name_is_no_mention(string text) =>
        Assert.DoesNotContain("A", new SourceFile("x", text).Mentioned(Namespaces));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("a\n", 1)]
    [InlineData("a\nb\n", 2)]
    public void Lines_are_counted(string text, int lines) => Assert.Equal(lines, new SourceFile("x", text).Lines);
}
