using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Zvec.SemanticKernel;

/// <summary>The numbered sources that a search found: what a prompt shows a model, and what the model's answer cites.</summary>
public sealed partial class Citations : IReadOnlyList<Citation>
{
    private readonly List<Citation> _sources;

    /// <summary>Initializes a list of sources.</summary>
    /// <param name="sources">The sources; no two have the same number.</param>
    public Citations(IEnumerable<Citation> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        _sources = [.. sources];
        if (_sources.DistinctBy(source => source.Number).Count() != _sources.Count)
            throw new ArgumentException("Two sources have the same number.", nameof(sources));
    }

    /// <inheritdoc/>
    public int Count => _sources.Count;

    /// <inheritdoc/>
    public Citation this[int index] => _sources[index];

    /// <summary>The sources that an answer cites by their numbers in square brackets, such as <c>[2]</c> or <c>[1, 3]</c>.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>Each source once, in the order in which the answer first cites them.</returns>
    public IReadOnlyList<Citation> CitedIn(string answer) =>
        [.. NumbersIn(answer).Select(number => _sources.Find(source => source.Number == number)).OfType<Citation>()];

    /// <summary>Numbers that an answer cites and no source has: what it says there is not from the sources.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>Each number once, in the order of the answer.</returns>
    public IReadOnlyList<int> UnknownIn(string answer) =>
        [.. NumbersIn(answer).Where(number => !_sources.Exists(source => source.Number == number))];

    /// <summary>The sources as a prompt shows them: for each its number, name and link on one line, and below that its text.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (Citation source in _sources)
            text.Append(text.Length == 0 ? "" : "\n\n").Append(source).Append('\n').Append(source.Text.Trim());
        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<Citation> GetEnumerator() => _sources.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<int> NumbersIn(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Brackets().Matches(answer)
            .SelectMany(match => match.Groups[1].Captures)
            .Select(capture => int.Parse(capture.ValueSpan, CultureInfo.InvariantCulture))
            .Distinct();
    }

    [GeneratedRegex(@"\[\s*(?:([0-9]{1,9})\s*(?:,\s*|(?=\])))+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();
}
