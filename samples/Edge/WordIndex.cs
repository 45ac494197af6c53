namespace Zvec.Samples.Edge;

/// <summary>Words that can be found by their vectors. Each program of this sample has its own: over Zvec's engine, over its connector, over
/// SQLite.</summary>
internal abstract partial class WordIndex : IDisposable
{
    /// <summary>Finds the words nearest to a word, the nearest first, without itself; none for an unknown word.</summary>
    public abstract Task<IReadOnlyList<string>> FindAsync(string word, int count);

    public abstract void Dispose();

    /// <summary>Makes a folder with all words.</summary>
    public static partial Task BuildAsync(string folder, string storage, IEnumerable<(string Word, float[] Vector)> words);

    /// <summary>Opens a folder that <see cref="BuildAsync"/> made.</summary>
    public static partial Task<WordIndex> OpenAsync(string folder);
}
