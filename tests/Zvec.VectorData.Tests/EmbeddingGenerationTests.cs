using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class EmbeddingGenerationTests : StoreTests
{
    [Theory]
    [InlineData(true, true, true, 3)]
    [InlineData(true, true, false, 2)]
    [InlineData(true, false, false, 1)]
    public async Task Nearest_generator_is_used(bool store, bool collection, bool property, float expected)
    {
        var generators = new[] { new LetterGenerator(1), new LetterGenerator(2), new LetterGenerator(3) };
        VectorStoreCollectionDefinition Definition() => NoteDefinition(
            property ? generators[2] : null, collection ? generators[1] : null);
        ZvecVectorStore own = Open(store ? generators[0] : null);

        ZvecCollection<string, Note> notes = own.GetCollection<string, Note>("notes", Definition());
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new Note { Id = "a", Text = "alpha" });
        ZvecDynamicCollection dynamicNotes = own.GetDynamicCollection("notes", Definition());
        await dynamicNotes.UpsertAsync(new Dictionary<string, object?> { ["Id"] = "b", ["Text"] = "beta" });

        Assert.Equal(LetterGenerator.VectorOf("alpha", expected), await VectorOfAsync("a"));
        Assert.Equal(LetterGenerator.VectorOf("beta", expected), await VectorOfAsync("b"));
        await notes.SearchAsync("gamma", 1).ToListAsync();
        await dynamicNotes.SearchAsync("delta", 1).ToListAsync();
        Assert.Equal(["alpha", "beta", "gamma", "delta"], generators[(int)expected - 1].Texts);
    }

    [Fact]
    public async Task Batch_is_generated_in_one_call_for_each_property()
    {
        var title = new LetterGenerator();
        var body = new LetterGenerator();
        ZvecCollection<string, Page> pages = await CreateAsync<string, Page>("pages", Definition(
            new VectorStoreKeyProperty(nameof(Page.Id), typeof(string)),
            new VectorStoreVectorProperty(nameof(Page.Title), typeof(string), 3) { EmbeddingGenerator = title },
            new VectorStoreVectorProperty(nameof(Page.Body), typeof(string), 3) { EmbeddingGenerator = body }));

        await pages.UpsertAsync(
            Enumerable.Range(0, 20).Select(i => new Page { Id = $"{i}", Title = $"title {i}", Body = i % 2 == 0 ? $"body {i}" : null }));

        Assert.Equal(1, title.Calls);
        Assert.Equal(1, body.Calls);
        Assert.Equal(20, title.Texts.Count);
        Assert.Equal(10, body.Texts.Count);
        Assert.Equal(20, await pages.SearchAsync("title 3", 100, new() { VectorProperty = page => page.Title }).CountAsync());
        Assert.Equal(10, await pages.SearchAsync("body 4", 100, new() { VectorProperty = page => page.Body }).CountAsync());

        await pages.UpsertAsync([]);
        Assert.Equal(1, title.Calls - 1);
    }

    [Fact]
    public async Task Text_is_required_where_the_vector_is()
    {
        ZvecCollection<string, StrictNote> notes = await CreateAsync<string, StrictNote>(
            "strict", NoteDefinition(new LetterGenerator(), null));
        await Assert.ThrowsAsync<InvalidOperationException>(() => notes.UpsertAsync(new StrictNote { Id = "a", Text = null! }));
    }

    [Fact]
    public async Task Generator_serves_search_on_native_vectors()
    {
        ZvecVectorStore own = Open(new LetterGenerator());
        ZvecCollection<string, VectorNote> notes = own.GetCollection<string, VectorNote>("notes");
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new VectorNote { Id = "a", Vector = LetterGenerator.VectorOf("alpha") });
        await notes.UpsertAsync(new VectorNote { Id = "z", Vector = LetterGenerator.VectorOf("the last letters of the alphabet") });

        VectorSearchResult<VectorNote> hit = await notes.SearchAsync("alpha", 1, new() { IncludeVectors = true }).SingleAsync();
        Assert.Equal("a", hit.Record.Id);
        Assert.Equal(LetterGenerator.VectorOf("alpha"), hit.Record.Vector.ToArray());
    }

    [Fact]
    public async Task Other_inputs_than_text_are_generated_from()
    {
        VectorStoreCollectionDefinition definition = Definition(
            new VectorStoreKeyProperty("Id", typeof(string)),
            new VectorStoreVectorProperty<Place>("Place", 3) { EmbeddingGenerator = new PlaceGenerator() });
        ZvecCollection<string, Trip> trips = await CreateAsync<string, Trip>("trips", definition);
        await trips.UpsertAsync([new Trip { Id = "a", Place = new Place(1, 2) }, new Trip { Id = "b", Place = new Place(90, -5) }]);
        Assert.Equal("b", (await trips.SearchAsync(new Place(80, -5), 1).SingleAsync()).Record.Id);
    }

    [Fact]
    public async Task Generator_may_make_halves()
    {
        VectorStoreCollectionDefinition definition = NoteDefinition(new HalfGenerator(), null);
        ZvecCollection<string, Note> notes = await CreateAsync<string, Note>("notes", definition);
        await notes.UpsertAsync(new Note { Id = "a", Text = "alpha" });
        Assert.Equal("a", (await notes.SearchAsync("alpha", 1).SingleAsync()).Record.Id);
        Assert.Equal("a", (await notes.SearchAsync(new float[] { 1, 5, 0 }, 1).SingleAsync()).Record.Id);
    }

    [Fact]
    public async Task Text_without_generator_is_refused_before_storage_is_touched()
    {
        ZvecCollection<string, VectorNote> notes = Store.GetCollection<string, VectorNote>("missing");
        var exception = await Assert.ThrowsAsync<NotSupportedException>(() => notes.SearchAsync("text", 1).ToListAsync().AsTask());
        Assert.StartsWith(
            "A value of type 'string' was passed to 'SearchAsync', but that isn't a supported vector type by your provider and no "
            + "embedding generator was configured. The supported vector types are:",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_that_the_generator_does_not_take_is_refused()
    {
        ZvecCollection<string, Note> notes = await CreateAsync<string, Note>("notes", NoteDefinition(new LetterGenerator(), null));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => notes.SearchAsync(8, 1).ToListAsync().AsTask());
        Assert.Equal(
            "An input of type 'int' was provided, but an incompatible embedding generator of type 'LetterGenerator' was configured.",
            exception.Message);
    }

    [Fact]
    public async Task Vectors_cannot_be_included_where_they_are_generated()
    {
        ZvecCollection<string, Note> notes = await CreateAsync<string, Note>("notes", NoteDefinition(new LetterGenerator(), null));
        Func<Task>[] operations =
        [
            () => notes.GetAsync("a", new() { IncludeVectors = true }),
            () => notes.GetAsync(["a"], new() { IncludeVectors = true }).ToListAsync().AsTask(),
            () => notes.GetAsync(note => true, 1, new() { IncludeVectors = true }).ToListAsync().AsTask(),
            () => notes.SearchAsync("a", 1, new() { IncludeVectors = true }).ToListAsync().AsTask(),
        ];
        foreach (Func<Task> operation in operations)
        {
            var exception = await Assert.ThrowsAsync<NotSupportedException>(operation);
            Assert.Equal("When an embedding generator is configured, `Include Vectors` cannot be enabled.", exception.Message);
        }
    }

    [Fact]
    public async Task Generator_comes_from_the_service_provider()
    {
        var generator = new LetterGenerator();
        var services = new ServiceCollection();
        services.AddSingleton<IEmbeddingGenerator>(generator);
        services.AddZvecVectorStore(Folder);
        services.AddZvecCollection<string, AttributedNote>("notes", Folder);
        await using ServiceProvider provider = services.BuildServiceProvider();

        var notes = provider.GetRequiredService<VectorStoreCollection<string, AttributedNote>>();
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(new AttributedNote { Id = "a", Text = "alpha" });
        VectorStoreCollection<string, AttributedNote> other =
            provider.GetRequiredService<VectorStore>().GetCollection<string, AttributedNote>("notes");
        Assert.Equal("a", (await other.SearchAsync("alpha", 1).SingleAsync()).Record.Id);
        Assert.Equal(2, generator.Calls);
    }

    [Fact]
    public void Text_property_without_generator_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Store.GetCollection<string, AttributedNote>("notes"));

    private static VectorStoreCollectionDefinition NoteDefinition(IEmbeddingGenerator? property, IEmbeddingGenerator? collection)
    {
        VectorStoreCollectionDefinition definition = Definition(
            new VectorStoreKeyProperty("Id", typeof(string)),
            new VectorStoreVectorProperty("Text", typeof(string), 3) { EmbeddingGenerator = property });
        definition.EmbeddingGenerator = collection;
        return definition;
    }

    private async Task<float[]> VectorOfAsync(string key)
    {
        ZvecCollection<string, RawNote> raw = Store.GetCollection<string, RawNote>("notes");
        return (await raw.GetAsync(key, new() { IncludeVectors = true }))!.Vector!;
    }

    public sealed class Note
    {
        public string Id { get; set; } = "";

        public string? Text { get; set; }
    }

    public sealed class StrictNote
    {
        public string Id { get; set; } = "";

        public string Text { get; set; } = "";
    }

    public sealed class AttributedNote
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(3)]
        public string? Text { get; set; }
    }

    public sealed class RawNote
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(3, StorageName = "Text")]
        public float[]? Vector { get; set; }
    }

    public sealed class VectorNote
    {
        [VectorStoreKey]
        public string Id { get; set; } = "";

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }

    public sealed class Page
    {
        public string Id { get; set; } = "";

        public string? Title { get; set; }

        public string? Body { get; set; }
    }

    public sealed record Place(double Latitude, double Longitude);

    public sealed class Trip
    {
        public string Id { get; set; } = "";

        public Place? Place { get; set; }
    }

    private sealed class PlaceGenerator : IEmbeddingGenerator<Place, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<Place> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(
                values.Select(place => new Embedding<float>(new[] { 1, (float)place.Latitude, (float)place.Longitude }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class HalfGenerator : IEmbeddingGenerator<string, Embedding<Half>>
    {
        public Task<GeneratedEmbeddings<Embedding<Half>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<Half>>(
                values.Select(text => new Embedding<Half>(new[] { Half.One, (Half)text.Length, Half.Zero }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
