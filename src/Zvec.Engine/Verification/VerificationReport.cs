using Zvec.Engine.Verification;

namespace Zvec.Engine;

/// <summary>What <c>Collection.Verify</c> found.</summary>
public sealed class VerificationReport
{
    internal VerificationReport(string path, Findings findings, long generation, long documents)
    {
        Path = path;
        Generation = generation;
        Documents = documents;
        Files = findings.Files;
        Bytes = findings.Bytes;
        Problems = [.. findings.Problems];
        Notes = [.. findings.Notes];
    }

    /// <summary>The directory that holds the collection.</summary>
    public string Path { get; }

    /// <summary>Whether nothing is wrong: <see cref="Problems"/> is empty.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>The number of the manifest, and so of the commit, that was checked; 0 when none could be read.</summary>
    public long Generation { get; }

    /// <summary>Files that were checked.</summary>
    public int Files { get; }

    /// <summary>Bytes of the files that were checked.</summary>
    public long Bytes { get; }

    /// <summary>Documents that the collection holds, those in the log included; where something is damaged, as many as could be
    /// counted.</summary>
    public long Documents { get; }

    /// <summary>All that is wrong, in the order in which it was found: manifest, log, segments. Of a damaged file every damaged section is
    /// named; of content that is wrong under right checksums the first place.</summary>
    public IReadOnlyList<VerificationProblem> Problems { get; }

    /// <summary>What is worth knowing and harmless: files that nobody names, a last write of the log that was cut short by a crash and was
    /// never acknowledged.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The result in one line, and each problem in one.</summary>
    public override string ToString()
    {
        string head = IsIntact
            ? $"The collection at '{Path}' is intact: {Files} files, {Bytes} bytes, {Documents} documents."
            : $"The collection at '{Path}' is damaged: {Problems.Count} problems in {Files} files, {Bytes} bytes.";
        return string.Join(Environment.NewLine, [head, .. Problems.Select(problem => problem.Message)]);
    }
}
