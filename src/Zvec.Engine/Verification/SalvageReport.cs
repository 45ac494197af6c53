using Zvec.Engine.Verification;

namespace Zvec.Engine;

/// <summary>What <c>Collection.Salvage</c> recovered, and what it could not.</summary>
public sealed class SalvageReport
{
    internal SalvageReport(string path, string targetPath, long documents, SalvageLosses losses, Findings findings)
    {
        Path = path;
        TargetPath = targetPath;
        Documents = documents;
        HasManifest = losses.HasManifest;
        LostKeys = [.. losses.Keys];
        UnnamedDocumentsLost = losses.UnnamedRows;
        UnknownSegmentsLost = losses.UnknownSegments;
        LogRecordsLost = losses.LogRecords;
        HasLostLogEnd = losses.HasLostLogEnd;
        DoubtfulKeys = [.. losses.Doubtful];
        NullsInstead = losses.Nulls;
        Problems = [.. findings.Problems];
        Notes = [.. findings.Notes];
    }

    /// <summary>The directory of the damaged collection, which is as it was.</summary>
    public string Path { get; }

    /// <summary>The directory of the new collection.</summary>
    public string TargetPath { get; }

    /// <summary>Documents of the new collection.</summary>
    public long Documents { get; }

    /// <summary>Whether the new collection holds exactly the documents of the old one: nothing was lost and nothing is in doubt.</summary>
    public bool IsComplete =>
        HasManifest && LostKeys.Count == 0 && UnnamedDocumentsLost == 0 && UnknownSegmentsLost == 0 && LogRecordsLost == 0
        && !HasLostLogEnd && DoubtfulKeys.Count == 0 && NullsInstead.Count == 0;

    /// <summary>Whether the newest manifest could be read. Otherwise all segments and log files that are there were taken, in the order of
    /// their numbers, so that the newest version of each document is kept; what was deleted just before may be back.</summary>
    public bool HasManifest { get; }

    /// <summary>Documents that are known to be lost: a value is damaged that may not be null.</summary>
    public IReadOnlyList<DocumentKey> LostKeys { get; }

    /// <summary>Documents that are lost and cannot be named, because the keys of their segment are damaged.</summary>
    public long UnnamedDocumentsLost { get; }

    /// <summary>Segments that are lost with a number of documents that is not known.</summary>
    public int UnknownSegmentsLost { get; }

    /// <summary>Records of the log that are lost, each the writes of one call. What they wrote is missing, and what they replaced or
    /// deleted may be there in its older form.</summary>
    public long LogRecordsLost { get; }

    /// <summary>Whether the end of the log is damaged where it was on the device once, so that it cannot be said how many records are lost
    /// with it.</summary>
    public bool HasLostLogEnd { get; }

    /// <summary>Documents of segments whose delete map is damaged, where nothing else says what became of them: they are in the new
    /// collection, and some of them had been deleted, or are an older version.</summary>
    public IReadOnlyList<DocumentKey> DoubtfulKeys { get; }

    /// <summary>By the name of a field or vector the number of documents that have null in place of a damaged value.</summary>
    public IReadOnlyDictionary<string, long> NullsInstead { get; }

    /// <summary>What is wrong with the damaged collection.</summary>
    public IReadOnlyList<VerificationProblem> Problems { get; }

    /// <summary>What was done about it, and what else is worth knowing.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The result in a few lines.</summary>
    public override string ToString()
    {
        string head = $"{Documents} documents were recovered from '{Path}' to '{TargetPath}'";
        string losses = IsComplete
            ? "nothing was lost."
            : $"lost: {LostKeys.Count} documents by key, {UnnamedDocumentsLost} documents without, {UnknownSegmentsLost} segments of "
                + $"unknown size, {LogRecordsLost} log records{(HasLostLogEnd ? " and the log's end" : "")}, "
                + $"{NullsInstead.Values.Sum()} values; in doubt: {DoubtfulKeys.Count} documents"
                + $"{(HasManifest ? "." : ", and deletions, as there was no manifest.")}";
        return string.Join(Environment.NewLine, [$"{head}; {losses}", .. Problems.Select(problem => problem.Message), .. Notes]);
    }
}
