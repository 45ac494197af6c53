namespace Zvec.Benchmarks.Texts;

/// <summary>An engine that finds texts by their words. A text's number is its key.</summary>
internal interface ITextEngine : IDisposable
{
    string Name { get; }

    /// <summary>Stores and indexes all texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="folder">An empty folder for it.</param>
    void Build(IReadOnlyList<string> texts, string folder);

    /// <summary>Searches for the best.</summary>
    /// <param name="searches">What for, one after another.</param>
    /// <param name="top">How many at most.</param>
    TextPass Search(IReadOnlyList<TextSearch> searches, int top);
}
