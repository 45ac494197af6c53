using Zvec.Samples.Quickstart;
using Zvec.VectorData;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A store with a collection of passages that tests only read.</summary>
public sealed class Passages : IAsyncLifetime
{
    public const string Name = "passages";

    private static readonly Lazy<GloveEmbeddingGenerator> Words =
        new(() => new GloveEmbeddingGenerator(WordVectors.Load(System.IO.Path.Combine(AppContext.BaseDirectory, "Data"))));

    /// <summary>The meaning of words, without a service.</summary>
    internal static GloveEmbeddingGenerator Generator => Words.Value;

    public string Path { get; } = Directory.CreateTempSubdirectory("zvec-sk-").FullName;

    public ZvecVectorStore Store { get; private set; } = null!;

    public ZvecCollection<string, Passage> Collection { get; private set; } = null!;

    public static IReadOnlyList<Passage> All { get; } =
    [
        Make(
            "p1", "cars", "Maintenance of automobiles", "Change the motor oil and look at the brakes before winter.", 2019, 4.5, "garage", "oil"),
        Make(
            "p2", "cars", "Engines", "A diesel engine ignites its fuel by compression alone; it has no spark plugs.", 2005, 3.5, "garage"),
        Make(
            "p3", "cars", "Error P0420", "Code P0420 says that the catalyst works below its threshold.", 2021, null, "garage", "codes"),
        Make(
            "p4", "cooking", "Bread", "Knead flour, water, salt and yeast; let the dough rise for an hour and bake it.", 1998, 5, "oven"),
        Make("p5", "cooking", "Olive oil", "Heat the oil slowly, and fry the garlic until it is golden.", 2012, 4, "oil", "pan"),
        Make("p6", "cooking", "Soup", "Boil carrots, onions and celery in water, and season the broth.", 2001, null, "pan"),
        Make(
            "p7", "sky", "Planets", "Jupiter is the largest planet, and its moon Europa hides an ocean below the ice.", 2015, 4.8, "space"),
        Make("p8", "sky", "Stars", "A star shines because hydrogen fuses to helium in its core.", 2010, 4.1, "space"),
        Make("p9", "sky", "Eclipse", "The moon covers the sun, and for minutes the day turns dark.", 1999, null, "space", "sun"),
        Make("p10", "music", "Violin", "A violinist draws the bow over the strings of the instrument.", 1987, 3.9, "strings"),
        Make("p11", "music", "Drums", "The drummer keeps the rhythm for the band.", 2003, 2.5),
        Make("p12", "music", "Opera", "Singers and an orchestra perform a drama on the stage.", 1976, 4.4, "stage"),
    ];

    public async ValueTask InitializeAsync()
    {
        Store = new ZvecVectorStore(Path, new ZvecVectorStoreOptions { EmbeddingGenerator = Generator });
        Collection = Store.GetCollection<string, Passage>(Name);
        await Collection.EnsureCollectionExistsAsync();
        await Collection.UpsertAsync(All);
    }

    public ValueTask DisposeAsync()
    {
        Collection.Dispose();
        Store.Dispose();
        Directory.Delete(Path, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static Passage Make(string id, string subject, string title, string text, int year, double? rating, params string[] tags) =>
        new()
        {
            Id = id,
            Subject = subject,
            Title = title,
            Text = text,
            Link = $"https://example.org/{id}",
            Year = year,
            Rating = rating,
            Tags = [.. tags],
        };
}
