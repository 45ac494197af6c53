namespace Zvec.Cli;

/// <summary>A column of a table of documents that says something about them.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="TextOf">The text for the document of a row.</param>
internal sealed record DocumentColumn(string Name, Func<int, string> TextOf);
