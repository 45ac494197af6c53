using System.Diagnostics;
using Microsoft.Extensions.VectorData;
using Zvec.Samples.Quickstart;
using Zvec.VectorData;

// A reverse dictionary: describe a meaning, get the words. 117,791 meanings of WordNet are kept in a Zvec store and found by their vectors.

if (Arguments.Parse(args) is not { } arguments)
    return 1;

var clock = Stopwatch.StartNew();
string data = Path.Combine(AppContext.BaseDirectory, "Data");
var words = WordVectors.Load(data);
Output.Line($"{words.Count:N0} word vectors loaded in {clock.Elapsed.TotalMilliseconds:F0} ms");

using var embeddings = new GloveEmbeddingGenerator(words);
using var store = new ZvecVectorStore(arguments.Store, new ZvecVectorStoreOptions { EmbeddingGenerator = embeddings });
using var collection = store.GetCollection<string, Synset>("wordnet");
Output.Line($"The store is {arguments.Store}");

try
{
    if (arguments.Reset)
        await collection.EnsureCollectionDeletedAsync();
    await IngestAsync();
    foreach (var question in arguments.Questions)
        await AnswerAsync(question);
    return 0;
}
catch (VectorStoreException failure)
{
    Output.Line(failure.Message);
    return 1;
}

async Task IngestAsync()
{
    clock.Restart();
    if (await Ingestion.IsCompleteAsync(collection))
    {
        Output.Line($"{WordNet.Count:N0} records are already there, opened in {clock.Elapsed.TotalMilliseconds:F0} ms");
        return;
    }

    await Output.ProgressAsync("Embedding and storing", WordNet.Count, Ingestion.RunAsync(collection, data));
    Output.Line($"{WordNet.Count:N0} records embedded and stored in {clock.Elapsed.TotalSeconds:F1} s");

    // The store builds its index in the background and answers by exact search until then. A program that ends soon had better wait.
    clock.Restart();
    await Output.WaitAsync("Building the index", collection.OptimizeAsync());
    Output.Line($"Index built in {clock.Elapsed.TotalSeconds:F1} s");
}

async Task AnswerAsync(Question question)
{
    if (words.Tokenize(question.Text).Count == 0)
    {
        Output.Line($"There is no word in \"{question.Text}\" that the vectors know.");
        return;
    }

    var (hits, first) = await TimedSearchAsync(question);
    var (_, second) = await TimedSearchAsync(question);
    Output.Answer(question, hits, first, second);
}

async Task<(List<VectorSearchResult<Synset>> Hits, TimeSpan Elapsed)> TimedSearchAsync(Question question)
{
    clock.Restart();
    var hits = await collection.SearchAsync(question.Text, top: 5, new() { Filter = question.Filter }).ToListAsync();
    return (hits, clock.Elapsed);
}
