using System.Diagnostics;
using Spectre.Console;
using Zvec.Samples.HybridSearch;
using Zvec.Samples.Quickstart;

// Which meaning of WordNet does a sentence belong to, when the word itself is missing? Keywords know exact words, vectors know
// neighbourhoods, and the hybrid of both finds more than either.

const int Questions = 2_000;

string data = Path.Combine(AppContext.BaseDirectory, "Data");
string store = args.Length > 0 ? Path.GetFullPath(args[0]) : Path.Combine(AppContext.BaseDirectory, "data-store");
var clock = Stopwatch.StartNew();
var meanings = await Meaning.ReadAllAsync(data);
using var embeddings = new GloveEmbeddingGenerator(WordVectors.Load(data));
using var collection = await Library.OpenAsync(store, meanings, embeddings);
Console.WriteLine($"{meanings.Count:N0} meanings are in {store}, ready in {clock.Elapsed.TotalSeconds:F1} s");

var ways = Way.All(collection);
await ShowAsync("she poured the hot drink from the pot into a cup");
await ShowAsync("the lawyers argued about who owned the land");
await MeasureAsync();
return;

async Task<ReadOnlyMemory<float>> EmbedAsync(string text) => (await embeddings.GenerateAsync([text]))[0].Vector;

async Task ShowAsync(string sentence)
{
    var vector = await EmbedAsync(sentence);
    Console.WriteLine();
    AnsiConsole.MarkupLine($"[bold yellow]{Markup.Escape(sentence)}[/]");
    foreach (var way in ways)
    {
        AnsiConsole.MarkupLine($"  [green]{way.Name}[/]");
        foreach (var hit in way.Search(sentence, vector, 3))
            Console.WriteLine($"    {hit.Document.Get<string>(Library.Text)}");
    }
}

async Task MeasureAsync()
{
    var questions = Question.From(meanings, Questions);
    var qualities = ways.Select(_ => new Quality()).ToArray();
    var times = new TimeSpan[ways.Length];
    foreach (var question in questions)
    {
        var vector = await EmbedAsync(question.Text);
        for (int way = 0; way < ways.Length; way++)
        {
            clock.Restart();
            var hits = ways[way].Search(question.Text, vector, Quality.Depth);
            times[way] += clock.Elapsed;
            qualities[way].Add(hits.Select(hit => (string)hit.Key.Value).ToList().IndexOf(question.Id));
        }
    }

    Console.WriteLine();
    var table = new Table().AddColumns("way", "mean reciprocal rank", "recall@10", "ms a question")
        .Title($"{questions.Count:N0} example sentences without the word itself");
    for (int way = 0; way < ways.Length; way++)
    {
        table.AddRow(
            ways[way].Name,
            $"{qualities[way].MeanReciprocalRank:F4}",
            $"{qualities[way].RecallAt10:F4}",
            $"{times[way].TotalMilliseconds / questions.Count:F2}");
    }

    AnsiConsole.Write(table);
}
