using System.Buffers.Binary;
using System.IO.Compression;

namespace Zvec.Samples.Quickstart;

/// <summary>
/// Words with their GloVe vectors, kept as 8-bit codes; Data/README.md describes the files. A word is known by its rank:
/// the most frequent is 0.
/// </summary>
internal sealed class WordVectors
{
    public const int Dimensions = 100;

    private const int MaximumWordLength = 64;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ranks;
    private readonly float[] _steps;
    private readonly sbyte[] _codes;

    private WordVectors(Dictionary<string, int> ranks, float[] steps, sbyte[] codes)
    {
        _ranks = ranks.GetAlternateLookup<ReadOnlySpan<char>>();
        _steps = steps;
        _codes = codes;
    }

    /// <summary>How many words there are.</summary>
    public int Count => _steps.Length;

    /// <summary>Reads both files whole.</summary>
    public static WordVectors Load(string folder)
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        using (var words = new StreamReader(Decompress(folder, "glove.words.gz")))
        {
            while (words.ReadLine() is { } word)
                ranks.Add(word, ranks.Count);
        }

        using var rows = Decompress(folder, "glove.vectors.gz");
        Span<byte> row = stackalloc byte[sizeof(ushort) + Dimensions];
        float[] steps = new float[ranks.Count];
        sbyte[] codes = new sbyte[ranks.Count * Dimensions];
        for (int rank = 0; rank < steps.Length; rank++)
        {
            rows.ReadExactly(row);
            steps[rank] = (float)BinaryPrimitives.ReadHalfLittleEndian(row);
            for (int i = 0; i < Dimensions; i++)
                codes[rank * Dimensions + i] = (sbyte)row[sizeof(ushort) + i];
        }

        return new WordVectors(ranks, steps, codes);
    }

    /// <summary>Adds a word's vector to a sum, with a weight.</summary>
    public void AddTo(Span<float> sum, int rank, float weight)
    {
        float factor = weight * _steps[rank];
        var codes = _codes.AsSpan(rank * Dimensions, Dimensions);
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * codes[i];
    }

    /// <summary>Splits a text into runs of letters and digits, and gives the ranks of those that are known, whatever their case.</summary>
    public List<int> Tokenize(string text)
    {
        var ranks = new List<int>();
        Span<char> word = stackalloc char[MaximumWordLength];
        int start = 0;
        for (int end = 0; end <= text.Length; end++)
        {
            if (end < text.Length && char.IsLetterOrDigit(text[end]))
                continue;

            // A word that is too long for the buffer gives -1; neither it nor an empty one is known.
            int length = text.AsSpan(start, end - start).ToLowerInvariant(word);
            if (length > 0 && _ranks.TryGetValue(word[..length], out int rank))
                ranks.Add(rank);
            start = end + 1;
        }

        return ranks;
    }

    private static GZipStream Decompress(string folder, string name) =>
        new(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
}
