using Zvec.Engine.Segments;

namespace Zvec.Engine.Verification;

/// <summary>Checks that every key is found where it is, and that no document is there twice.</summary>
internal static class KeyChecker
{
    /// <summary>Looks every key of a segment up in it.</summary>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindProblem(SegmentParts segment)
    {
        if (segment.Keys is null || segment.KeyMap is not { } map)
            return null;
        KeyReader keys = segment.KeyReader;
        for (int row = 0; row < segment.Record.Rows; row++)
        {
            DocumentKey key = keys[row];
            int found = map.Find(key, key.StableHash(), keys, segment.Record.Rows);
            if (found != row)
                return $"its key map finds key {key} of row {row} {(found < 0 ? "nowhere" : $"in row {found}")}";
        }

        return null;
    }

    /// <summary>Looks every document of a segment up in others.</summary>
    /// <returns>What is wrong first; null when nothing is.</returns>
    public static string? FindTwice(SegmentParts segment, IEnumerable<SegmentParts> others)
    {
        if (segment.Keys is null || segment.Deletes is not { } deletes)
            return null;
        SegmentParts[] searched = [.. others.Where(other => other.KeyMap is not null && other.Deletes is not null)];
        KeyReader keys = segment.KeyReader;
        for (int row = 0; row < segment.Record.Rows && searched.Length > 0; row++)
        {
            if (deletes[row])
                continue;
            DocumentKey key = keys[row];
            foreach (SegmentParts other in searched)
            {
                if (HasDocument(other, key))
                {
                    return $"document {key} is in row {row} of segment {segment.Record.Number} and again in segment "
                        + $"{other.Record.Number}";
                }
            }
        }

        return null;
    }

    /// <summary>Whether a segment has a document that is not deleted.</summary>
    public static bool HasDocument(SegmentParts segment, DocumentKey key)
    {
        if (segment.Keys is null || segment.KeyMap is not { } map || segment.Deletes is not { } deletes)
            return false;
        int row = map.Find(key, key.StableHash(), segment.KeyReader, segment.Record.Rows);
        return row >= 0 && !deletes[row];
    }
}
