
namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Other bytes in place of a file's.</summary>
internal static class Replacements
{
    /// <summary>Files cut, extended, partly cleared, swapped with others, empty, and (null) missing.</summary>
    public static IEnumerable<(string Damage, byte[]? Bytes)> Of(Specimen specimen, string path)
    {
        byte[] original = specimen.Files[path];
        foreach (int length in Lengths(original.Length))
            yield return ("cut", original[..length]);
        foreach (int more in new[] { 1, 8, 28, 32, 64, 4096 })
        {
            yield return ("extended with zeros", [.. original, .. new byte[more]]);
            byte[] garbage = new byte[more];
            new Random(more).NextBytes(garbage);
            yield return ("extended with garbage", [.. original, .. garbage]);
            yield return ("extended with itself", [.. original, .. original.AsSpan(0, Math.Min(more, original.Length))]);
        }

        foreach ((int start, int length) in Regions(original.Length))
        {
            byte[] cleared = [.. original];
            cleared.AsSpan(start, length).Clear();
            if (!cleared.AsSpan().SequenceEqual(original))
                yield return ("a region cleared", cleared);
        }

        foreach (byte[] older in specimen.Older.GetValueOrDefault(path, []))
        {
            if (!older.AsSpan().SequenceEqual(original))
                yield return ("an older generation", older);
        }

        string kind = Tally.KindOf(path);
        foreach ((string other, byte[] bytes) in specimen.Files.Where(file => Tally.KindOf(file.Key) == kind))
        {
            if (other != path && !bytes.AsSpan().SequenceEqual(original))
                yield return ("another file of its kind", bytes);
        }

        if (kind == "manifest")
        {
            foreach (byte[] older in specimen.Older.Where(file => Tally.KindOf(file.Key) == kind && file.Key != path).Select(
                file => file.Value[0]))
                yield return ("an older generation", older);
        }

        if (original.Length > 0)
            yield return ("emptied", []);
        if (kind != "LOCK")
            yield return ("missing", null);
    }

    /// <summary>Whether the change reaches into the last mark of a log, which alone says that what is before it was synced.</summary>
    public static bool ReachesLastMark(byte[] original, byte[]? bytes)
    {
        const int Mark = 28;
        if (bytes is null || bytes.Length != original.Length)
            return true;
        return !bytes.AsSpan(bytes.Length - Mark).SequenceEqual(original.AsSpan(original.Length - Mark));
    }

    private static SortedSet<int> Lengths(int length)
    {
        var lengths = new SortedSet<int>();
        int step = Math.Max(1, length / 60);
        for (int cut = 0; cut < length; cut += step)
            lengths.Add(cut);
        for (int cut = Math.Max(0, length - 100); cut < length; cut++)
            lengths.Add(cut);
        for (int cut = 0; cut < Math.Min(length, 100); cut += 3)
            lengths.Add(cut);
        for (int cut = 64; cut < length; cut += 64)
            lengths.Add(cut);
        return lengths;
    }

    private static IEnumerable<(int Start, int Length)> Regions(int length)
    {
        foreach (int size in new[] { 1, 4, 8, 64, 512, 4096 })
        {
            if (size > length)
                yield break;
            int step = Math.Max(size, (length / 40) + 1);
            for (int start = 0; start + size <= length; start += step)
                yield return (start, size);
            yield return (length - size, size);
        }

        yield return (0, length);
    }
}
