using Zvec.Engine.Documents;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Verification;

/// <summary>Hands on the writes of a damaged log, those behind the damage too.</summary>
internal sealed class LogSalvager(
    IFileSystem fileSystem, CollectionFiles files, CollectionSchema schema, Findings findings, SalvageLosses losses)
{
    private readonly DocumentCodec _codec = new(schema);
    private readonly List<(DocumentKey Key, NormalizedDocument? Document)> _writes = [];

    /// <summary>The number of the record that is due; 0 when it is not known.</summary>
    private ulong _next;

    /// <summary>Reads the log.</summary>
    /// <param name="first">The first file that is needed; null for all.</param>
    /// <param name="target">Takes the writes.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    public void Read(long? first, ISalvageTarget target, CancellationToken cancellationToken)
    {
        long[] numbers = [.. WalFiles.List(fileSystem, files.Logs).Where(number => number >= (first ?? 0))];
        long due = first ?? (numbers.Length > 0 ? numbers[0] : 1);
        if (numbers.Length == 0 || numbers[0] != due)
        {
            findings.Add(WalFiles.PathOf(files.Logs, due), "it is missing, although the manifest names it");
            losses.HasLostLogEnd |= numbers.Length == 0;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i > 0 && numbers[i] != numbers[i - 1] + 1)
                findings.Add(WalFiles.PathOf(files.Logs, numbers[i - 1] + 1), "it is missing, although a later log file is there");
            Read(numbers[i], isLast: i == numbers.Length - 1, target);
        }
    }

    private void Read(long number, bool isLast, ISalvageTarget target)
    {
        string path = WalFiles.PathOf(files.Logs, number);
        bool isDamaged = IsDamaged(number, path, isLast);
        long length = fileSystem.GetLength(path);
        try
        {
            LogScanner.Read(
                fileSystem,
                path,
                number,
                (sequence, payload) => Take(sequence, payload, path, target),
                Skip,
                (from, to) =>
                {
                    if (isDamaged && isLast && to == length)
                        losses.HasLostLogEnd = true;
                    if (isDamaged)
                        findings.Notes.Add($"Bytes {from} to {to} of the log file '{path}' hold no record.");
                });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(path, exception);
            losses.HasLostLogEnd |= isLast;
        }
    }

    /// <summary>Whether more is wrong with a file than a last write that was cut short.</summary>
    private bool IsDamaged(long number, string path, bool isLast)
    {
        try
        {
            findings.Count(fileSystem.GetLength(path));
            WalRecoveryResult result =
                WalRecovery.Read(fileSystem, files.Logs, number, expectedSequence: null, isLast, (_, _) => { });
            if (isLast && result.HasEnd)
            {
                findings.Add(WalFiles.PathOf(files.Logs, number + 1), LogFiles.MissingAfter(files.Logs, number));
                losses.HasLostLogEnd = true;
            }

            return false;
        }
        catch (Exception exception) when (exception is ZvecException or IOException or UnauthorizedAccessException)
        {
            findings.Add(path, exception);
            return true;
        }
    }

    /// <summary>Counts the records before one that were not found.</summary>
    private void Skip(ulong due)
    {
        if (_next > 0 && due > _next)
            losses.LogRecords += (long)(due - _next);
        _next = Math.Max(_next, due);
    }

    private void Take(ulong sequence, ReadOnlySpan<byte> payload, string path, ISalvageTarget target)
    {
        Skip(sequence);
        _next = sequence + 1;
        _writes.Clear();
        try
        {
            LogRecord.Read(payload, _codec, path, (key, document) => _writes.Add((key, document)));
        }
        catch (ZvecException exception)
        {
            // the writes of a record happen together or not at all
            findings.Add(path, exception);
            losses.LogRecords++;
            return;
        }

        foreach ((DocumentKey key, NormalizedDocument? document) in _writes)
        {
            losses.Settle(key);
            if (document is null)
                target.Delete(key);
            else
                target.Put(ToDocument(document));
        }
    }

    private Document ToDocument(NormalizedDocument normalized)
    {
        var document = new Document(normalized.Key, normalized.Values.Length);
        int i = 0;
        foreach (FieldSchema field in schema.Fields)
            document[field.Name] = normalized.Values[i++];
        foreach (VectorSchema vector in schema.Vectors)
            document[vector.Name] = normalized.Values[i++] is byte[] elements ? VectorElements.ToMemory(vector.Type, elements) : null;
        return document;
    }
}
