using System.Text.RegularExpressions;

namespace Zvec.Engine.Tests.Architecture;

/// <summary>Links in Markdown documents.</summary>
internal static partial class DocumentLinks
{
    /// <summary>The targets of a document's links that are paths: no addresses of the web and no places in the same document; without their
    /// <c>#place</c>. Code is left out.</summary>
    public static IReadOnlyList<string> RelativeTargets(string markdown)
    {
        string text = Code().Replace(markdown, "");
        return
        [
            .. InlineLink().Matches(text).Concat(Definition().Matches(text))
                .Select(match => match.Groups["target"].Value.Trim('<', '>'))
                .Where(target => !target.StartsWith('#') && !Scheme().IsMatch(target))
                .Select(target => Uri.UnescapeDataString(target.Split('#')[0])),
        ];
    }

    /// <summary>A line for each link to a file or folder that is not there.</summary>
    public static IReadOnlyList<string> Broken(string documentPath) =>
    [
        .. RelativeTargets(File.ReadAllText(documentPath))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(documentPath)!, target)))
            .Select(target => $"{documentPath}: {target}"),
    ];

    [GeneratedRegex("^(```|~~~).*?^\\1|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(\s*(?<target><[^>]*>|[^\s)]+)[^)]*\)")]
    private static partial Regex InlineLink();

    [GeneratedRegex(@"^\s{0,3}\[[^\]]+\]:\s*(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("^[a-z][a-z0-9+.-]*:", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
