namespace Zvec.Engine.Tests.Architecture;

/// <summary>Rules for single files; each gives a line for each finding.</summary>
internal static class SourceRules
{
    private static readonly string[] UnsafeRooms =
        ["Distance/", "Quantization/", "Indexes/Vectors/", "Primitives/", "Storage/", "Columns/Vectors/"];

    /// <summary>Half of the files at most <paramref name="median"/> lines long, 95 of 100 at most <paramref name="most"/>, and all at most
    /// <paramref name="longest"/>.</summary>
    public static IReadOnlyList<string> CheckLengths(IReadOnlyCollection<SourceFile> files, int median, int most, int longest)
    {
        List<string> findings =
            [.. files.Where(file => file.Lines > longest).Select(file => $"{file.Path}: {file.Lines} lines, at most {longest}.")];
        int[] lengths = [.. files.Select(file => file.Lines).Order()];
        if (lengths.Length == 0)
            return findings;
        int middle = lengths[(lengths.Length - 1) / 2];
        int high = lengths[(int)Math.Ceiling(0.95 * lengths.Length) - 1];
        if (middle > median)
            findings.Add($"the median file has {middle} lines, at most {median}.");
        if (high > most)
            findings.Add($"95 % of the files have up to {high} lines, at most {most}.");
        return findings;
    }

    /// <summary>Pointers and instruction sets stay in the rooms that are made for them, and in the vector columns that hand the pointers
    /// on; filters compare spans with vector instructions, which needs no pointers.</summary>
    /// <param name="files">Files with their paths from the engine's folder.</param>
    public static IReadOnlyList<string> CheckUnsafe(IEnumerable<SourceFile> files)
    {
        var findings = new List<string>();
        foreach (SourceFile file in files.Where(file => !MayBeUnsafe(file.Path)))
        {
            if (file.Tokens.Contains("unsafe"))
                findings.Add($"{file.Path}: unsafe code.");
            if (file.Tokens.Contains("Intrinsics") && !file.Path.StartsWith("Filters/", StringComparison.Ordinal))
                findings.Add($"{file.Path}: System.Runtime.Intrinsics.");
        }

        return findings;
    }

    public static IReadOnlyList<string> CheckUnfinished(IEnumerable<SourceFile> files)
    {
        var findings = new List<string>();
        foreach (SourceFile file in files)
        {
            foreach (string word in (string[])["TODO", "FIXME", "NotImplementedException"])
            {
                if (file.Text.Contains(word, StringComparison.Ordinal))
                    findings.Add($"{file.Path}: {word}.");
            }
        }

        return findings;
    }

    private static bool MayBeUnsafe(string path) =>
        UnsafeRooms.Any(room => path.StartsWith(room, StringComparison.Ordinal));
}
