using Microsoft.Extensions.VectorData;
using Zvec.Samples.Quickstart;
using Zvec.Samples.SwapIn;

// The same program on Zvec and on another vector store, chosen by a word; and a copy of all records from one to the other.

if (Settings.Read(args) is not { } settings)
{
    Console.WriteLine(Settings.Usage);
    return 1;
}

try
{
    using VectorStore store = Stores.Open(settings.Store, settings.Folder);
    if (settings.Target is { } target)
    {
        using VectorStore other = Stores.Open(target, settings.Folder);
        await Copy.RunAsync(store, other);
        return 0;
    }

    string data = Path.Combine(AppContext.BaseDirectory, "Data");
    using var generator = new GloveEmbeddingGenerator(WordVectors.Load(data));
    await new Tour(store, generator).RunAsync(data);
    return 0;
}
catch (VectorStoreException failure)
{
    Console.WriteLine(failure.Message);
    return 1;
}
