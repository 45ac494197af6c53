using System.Collections;

namespace Zvec.Engine;

/// <summary>Words too common to be worth finding. Sets of the same words are equal.</summary>
/// <remarks>The words are lower-cased and folded as the index's options say before texts are compared with them; stemming comes
/// after.</remarks>
public sealed class StopWordSet : IReadOnlyCollection<string>, IEquatable<StopWordSet>
{
    private readonly string[] _words;
    private readonly int _hash;

    /// <summary>Makes a set of your own words.</summary>
    /// <param name="words">The words, in any order: 1 to 10,000, each of 1 to 255 characters.</param>
    public StopWordSet(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words = [.. words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (Array.IndexOf(_words, null) >= 0)
            throw new ArgumentException("One of the words is null; remove it.", nameof(words));
        var hash = default(HashCode);
        foreach (string word in _words)
            hash.Add(word, StringComparer.Ordinal);
        _hash = hash.ToHashCode();
    }

    /// <summary>English articles, conjunctions, prepositions, pronouns and auxiliary verbs.</summary>
    public static StopWordSet English { get; } = new(
    [
        "a", "about", "am", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from",
        "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "my",
        "of", "on", "or", "our", "shall", "she", "should", "so", "such", "than", "that", "the", "their", "them", "then", "there", "these",
        "they", "this", "those", "to", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "would", "you",
        "your",
    ]);

    /// <summary>The number of different words.</summary>
    public int Count => _words.Length;

    /// <summary>Whether the sets have the same words.</summary>
    public static bool operator ==(StopWordSet? left, StopWordSet? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether the sets have different words.</summary>
    public static bool operator !=(StopWordSet? left, StopWordSet? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(StopWordSet? other) =>
        other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _words.AsSpan().SequenceEqual(other._words)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StopWordSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => Equals(English) ? nameof(English) : $"{Count} words";

    /// <summary>The words in the order of their characters.</summary>
    public IEnumerator<string> GetEnumerator() => _words.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
