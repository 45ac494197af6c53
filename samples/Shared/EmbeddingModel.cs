using Microsoft.Extensions.AI;
using Zvec.Samples.Quickstart;

namespace Zvec.Samples.Shared;

/// <summary>What makes the vectors: a model behind a service, or the word vectors that come with the samples.</summary>
/// <param name="Generator">Makes vectors of texts.</param>
/// <param name="Name">The name of the model and the length of its vectors, fit for the name of a collection: vectors of different models do
/// not mix, so that each has a collection of its own.</param>
/// <param name="Dimensions">How long the vectors are.</param>
internal sealed record EmbeddingModel(IEmbeddingGenerator<string, Embedding<float>> Generator, string Name, int Dimensions) : IDisposable
{
    /// <summary>Makes the generator, and asks it for a first vector.</summary>
    /// <param name="settings">The service; null for the word vectors.</param>
    public static async Task<EmbeddingModel> OpenAsync(ModelSettings? settings)
    {
        IEmbeddingGenerator<string, Embedding<float>> generator = settings?.ToEmbeddingGenerator()
            ?? new GloveEmbeddingGenerator(WordVectors.Load(Path.Combine(AppContext.BaseDirectory, "Data")));
        int dimensions = (await generator.GenerateVectorAsync("dimensions")).Length;
        return new EmbeddingModel(generator, $"{settings?.Model.Replace('/', '-') ?? "glove"}-{dimensions}", dimensions);
    }

    public void Dispose() => Generator.Dispose();
}
