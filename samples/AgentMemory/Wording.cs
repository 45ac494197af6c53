using System.Text.RegularExpressions;

namespace Zvec.Samples.AgentMemory;

/// <summary>Tells whether two texts say the same in the same words.</summary>
/// <remarks>Vectors alone cannot: "the meeting is on Friday" and "the meeting is on Monday" are as near as two wordings of one fact are. So
/// that nothing is lost, only texts are the same whose words are, in their order, but for case, punctuation and words that add
/// nothing.</remarks>
internal static partial class Wording
{
    // Not among them: words that change what is said, such as "not", "was" or "from".
    private static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "actually", "also", "an", "indeed", "just", "now", "please", "quite", "really", "so", "that", "the", "very", "well",
    };

    public static bool IsSame(string one, string other) => Words(one).SequenceEqual(Words(other), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(string text) =>
        Word().Matches(text).Select(match => match.Value).Where(word => !Fillers.Contains(word));

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+([.,:'’-][\p{L}\p{M}\p{N}]+)*|[\p{S}%&]")]
    private static partial Regex Word();
}
