using System.IO.Compression;

namespace Zvec.Samples.Edge;

/// <summary>Words and their GloVe vectors, as samples/Quickstart/Data has them; its README describes the files.</summary>
internal static class WordFile
{
    public const int Dimensions = 100;

    /// <summary>The words, the most frequent first.</summary>
    public static IEnumerable<string> ReadWords(string folder)
    {
        using var words = new StreamReader(Decompress(folder, "glove.words.gz"));
        while (words.ReadLine() is { } word)
            yield return word;
    }

    /// <summary>The words with their vectors, of length 1.</summary>
    public static IEnumerable<(string Word, float[] Vector)> Read(string folder)
    {
        using GZipStream vectors = Decompress(folder, "glove.vectors.gz");
        byte[] row = new byte[sizeof(ushort) + Dimensions];
        foreach (string word in ReadWords(folder))
        {
            // the first two bytes are the size of a step, which makes no difference to a vector that is brought to length 1
            vectors.ReadExactly(row);
            float[] vector = new float[Dimensions];
            double squares = 0;
            for (int i = 0; i < Dimensions; i++)
            {
                vector[i] = (sbyte)row[sizeof(ushort) + i];
                squares += vector[i] * vector[i];
            }

            float length = (float)Math.Sqrt(squares);
            for (int i = 0; i < Dimensions; i++)
                vector[i] /= length;
            yield return (word, vector);
        }
    }

    private static GZipStream Decompress(string folder, string name) =>
        new(File.OpenRead(Path.Combine(folder, name)), CompressionMode.Decompress);
}
