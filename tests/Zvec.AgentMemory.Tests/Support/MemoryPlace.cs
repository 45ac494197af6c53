using Microsoft.Extensions.Time.Testing;
using Zvec.Samples.AgentMemory;
using Zvec.Samples.Shared;
using Zvec.VectorData;

namespace Zvec.AgentMemory.Tests.Support;

/// <summary>A memory in a folder of its own, with a clock that stands still unless the test moves it.</summary>
internal sealed class MemoryPlace : IAsyncDisposable
{
    private static readonly Lazy<Task<EmbeddingModel>> SharedModel = new(() => EmbeddingModel.OpenAsync(null));

    private MemoryPlace(EmbeddingModel model)
    {
        Model = model;
        Store = new ZvecVectorStore(Path, new ZvecVectorStoreOptions { EmbeddingGenerator = model.Generator });
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("zvec-memory-").FullName;

    public EmbeddingModel Model { get; }

    public ZvecVectorStore Store { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public Memory Memory { get; private set; } = null!;

    public static async Task<MemoryPlace> CreateAsync(RecallWeights? weights = null)
    {
        var place = new MemoryPlace(await SharedModel.Value);
        place.Memory = await Memory.OpenAsync(place.Store, place.Model, place.Clock, weights);
        return place;
    }

    public ValueTask DisposeAsync()
    {
        Memory.Dispose();
        Store.Dispose();
        Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }

    public async Task<string> RememberAsync(
        string text, float importance = 0.5f, TimeSpan? lifetime = null, string? replaces = null, string source = "test") =>
        (await Memory.RememberAsync(text, source, importance, lifetime, replaces)).Fact.Id;

    /// <summary>The texts that a question brings up, best first.</summary>
    public async Task<string[]> RecallAsync(string question, int top = 5) =>
        [.. (await Memory.RecallAsync(question, top)).Select(recalled => recalled.Fact.Text)];

    /// <summary>All texts, told last first.</summary>
    public async Task<string[]> ListAsync() => await Memory.ListAsync().Select(fact => fact.Text).ToArrayAsync();
}
