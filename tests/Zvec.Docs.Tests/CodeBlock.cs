namespace Zvec.Docs.Tests;

/// <summary>A piece of C# in a guide.</summary>
/// <param name="Program">The name of the program that it is part of.</param>
/// <param name="Line">The line of the guide that its first line is, from 1.</param>
/// <param name="Text">The code.</param>
internal sealed record CodeBlock(string Program, int Line, string Text);
