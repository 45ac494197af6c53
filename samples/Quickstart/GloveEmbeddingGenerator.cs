using Microsoft.Extensions.AI;

namespace Zvec.Samples.Quickstart;

/// <summary>
/// Embeds a text as the weighted mean of its words' vectors: rare words count more, and what all texts have in common is taken away
/// (Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017). It needs no model and no network;
/// an application would put any other <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> in its place.
/// </summary>
internal sealed class GloveEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    // The paper's constant: a word that makes up this share of all text counts half.
    private const double HalfWeightFrequency = 1e-3;

    private readonly WordVectors _words;
    private readonly float[] _weights;
    private readonly float[] _common = new float[WordVectors.Dimensions];

    public GloveEmbeddingGenerator(WordVectors words)
    {
        _words = words;
        _weights = new float[words.Count];

        // Only the order of frequency is known, so Zipf's law stands in for counts: the word of rank r makes up 1 / (r * H(n)) of a text.
        double harmonicNumber = 0;
        for (int rank = 1; rank <= words.Count; rank++)
            harmonicNumber += 1.0 / rank;

        // The paper takes the common direction from a sample of sentences; the mean of all texts with these frequencies needs no sample.
        for (int rank = 0; rank < words.Count; rank++)
        {
            double frequency = 1 / ((rank + 1) * harmonicNumber);
            _weights[rank] = (float)(HalfWeightFrequency / (HalfWeightFrequency + frequency));
            words.AddTo(_common, rank, (float)frequency * _weights[rank]);
        }

        Normalize(_common);
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (string text in values)
            embeddings.Add(new Embedding<float>(Embed(text)));
        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    /// <summary>
    /// A vector of length 1. A text without a known word gets the common direction itself, which is at right angles to all other texts.
    /// </summary>
    private float[] Embed(string text)
    {
        float[] vector = new float[WordVectors.Dimensions];
        foreach (int rank in _words.Tokenize(text))
            _words.AddTo(vector, rank, _weights[rank]);

        float common = 0;
        for (int i = 0; i < vector.Length; i++)
            common += vector[i] * _common[i];
        for (int i = 0; i < vector.Length; i++)
            vector[i] -= common * _common[i];

        return Normalize(vector) ? vector : [.. _common];
    }

    private static bool Normalize(Span<float> vector)
    {
        float squares = 0;
        foreach (float value in vector)
            squares += value * value;
        if (squares < 1e-12f)
            return false;

        float scale = 1 / MathF.Sqrt(squares);
        foreach (ref float value in vector)
            value *= scale;
        return true;
    }
}
