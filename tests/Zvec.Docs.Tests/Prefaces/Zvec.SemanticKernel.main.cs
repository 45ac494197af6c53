using var generator = new ConstantGenerator();

internal sealed class ConstantGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private static readonly float[] Same = [.. Enumerable.Repeat(1f, 768)];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(Same))));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
