using Microsoft.Extensions.AI;

namespace Zvec.VectorData.Tests.Support;

/// <summary>Makes a vector of three elements from the letters of a text, always the same one; counts its calls.</summary>
public sealed class LetterGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly float _first;

    public LetterGenerator(float first = 1) => _first = first;

    public int Calls { get; private set; }

    public List<string> Texts { get; } = [];

    public static float[] VectorOf(string text, float first = 1) =>
        [first, text.Length, text.Sum(letter => letter) % 101];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] all = [.. values];
        Calls++;
        Texts.AddRange(all);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(all.Select(text => new Embedding<float>(VectorOf(text, _first)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
