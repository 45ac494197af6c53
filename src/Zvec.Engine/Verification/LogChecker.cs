using Zvec.Engine.Documents;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Verification;

/// <summary>Checks the log of a collection: the chain of its files, their records, and that each can be read with the schema.</summary>
internal sealed class LogChecker(IFileSystem fileSystem, string folder, DocumentCodec codec, Findings findings)
{
    private bool _hasEnd; // the file that was read last says that another follows

    /// <summary>What the log leaves of each key that it names: whether there is a document.</summary>
    public Dictionary<DocumentKey, bool> Outcome { get; } = [];

    public void Check(long first, CancellationToken cancellationToken)
    {
        long[] numbers = [.. WalFiles.List(fileSystem, folder).Where(number => number >= first)];
        long due = first;
        ulong? sequence = null;
        for (int i = 0; i < numbers.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (numbers[i] != due)
            {
                AddMissing(due, numbers[i] - 1, "although a later log file is there");
                sequence = null;
            }

            sequence = Check(numbers[i], sequence, isLast: i == numbers.Length - 1);
            due = numbers[i] + 1;
        }

        if (numbers.Length == 0)
            AddMissing(first, first, "although the manifest names it");
        else if (_hasEnd)
            AddMissing(due, due, "although the log file before it says that it was there");
    }

    private ulong? Check(long number, ulong? sequence, bool isLast)
    {
        string path = WalFiles.PathOf(folder, number);
        bool wasWhole = _hasEnd;
        _hasEnd = false;
        try
        {
            findings.Count(fileSystem.GetLength(path));
            WalRecoveryResult result = WalRecovery.Read(
                fileSystem, folder, number, sequence, isLast, (_, payload) => Decode(payload, path));
            if (!result.HasHeader && wasWhole)
                findings.Add(path, "its header is missing, although the log file before it says that it was there");
            else if (!result.HasHeader)
                findings.Notes.Add($"The log file '{path}' has no header: the process ended while it made the file.");
            else if (result.IsTorn)
                findings.Notes.Add($"The log file '{path}' ends in {result.FileLength - result.ValidLength} bytes of a write that was "
                    + "cut short, which was never acknowledged as durable.");
            _hasEnd = result.HasEnd;
            return result.NextSequence;
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            findings.Add(path, exception);
            return null;
        }
    }

    private void Decode(ReadOnlySpan<byte> payload, string path)
    {
        try
        {
            LogRecord.Read(payload, codec, path, (key, document) => Outcome[key] = document is not null);
        }
        catch (ZvecException exception)
        {
            findings.Add(path, exception);
        }
    }

    private void AddMissing(long first, long last, string why)
    {
        // a stray file of a huge number must not make as many problems
        string others = last > first ? $", and so are those up to number {last}" : "";
        findings.Add(WalFiles.PathOf(folder, first), $"it is missing, {why}{others}");
    }
}
