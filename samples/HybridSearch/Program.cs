using System.Diagnostics;
using Zvec.Engine;
using Zvec.Samples.HybridSearch;
using Zvec.Samples.Quickstart;

// Which meaning of WordNet does a sentence belong to, when the word itself is missing? Keywords know exact words, vectors know
// neighbourhoods; the hybrid asks both.

const string Tune = "tune";

string data = Path.Combine(AppContext.BaseDirectory, "Data");
string store = args.Where(argument => argument != Tune).Select(Path.GetFullPath).FirstOrDefault()
    ?? Path.Combine(AppContext.BaseDirectory, "meanings-store");
var clock = Stopwatch.StartNew();
var meanings = await Meaning.ReadAllAsync(data);
var questions = Question.From(meanings);
using var embeddings = new GloveEmbeddingGenerator(WordVectors.Load(data));
using var collection = await Library.OpenAsync(store, meanings, questions, embeddings);
Console.WriteLine($"{meanings.Count:N0} meanings are in {store}, ready after {clock.Elapsed.TotalSeconds:F1} s");

// One half of the questions is for choosing, the other for measuring what was chosen. Neighbours in the dictionary are alike, so whole
// meanings go to one half or the other.
var halves = questions.ToLookup(question => question.Meaning.Id[^1] % 2 == 0);
if (args.Contains(Tune))
{
    var tuned = new Examination([.. halves[true]], embeddings);
    var fusions = Tuning.Ways(collection);
    Report.Show($"{tuned.Questions.Count:N0} other questions, kind known", fusions, await tuned.MeasureAsync(fusions, kindKnown: true));
    return;
}

var examination = new Examination([.. halves[false]], embeddings);
Way[] ways = [Way.Keywords(collection), Way.Vectors(collection), Way.Hybrid(collection, "hybrid", Tuning.Chosen)];

var blind = await examination.MeasureAsync(ways, kindKnown: false);
Report.Show($"{examination.Questions.Count:N0} questions, all meanings", ways, blind);
Report.ShowLead(ways, blind);

var known = await examination.MeasureAsync(ways, kindKnown: true);
Report.Show($"{examination.Questions.Count:N0} questions, kind known", ways, known);
Report.ShowLead(ways, known);

// The places of keywords, vectors and the hybrid that tell them apart.
await ShowFirstAsync((keywords, vectors, hybrid) => keywords is 1 && vectors is 0 or > 10);
await ShowFirstAsync((keywords, vectors, hybrid) => vectors is 1 && keywords is 0 or > 10);
await ShowFirstAsync((keywords, vectors, hybrid) => hybrid is 1 && keywords is > 1 && vectors is > 1);
Console.WriteLine();
Console.WriteLine($"{clock.Elapsed.TotalSeconds:F1} s in all");
return;

async Task ShowFirstAsync(Func<int, int, int, bool> isTelling)
{
    int number = Enumerable.Range(0, examination.Questions.Count)
        .FirstOrDefault(i => isTelling(known[0].Places[i], known[1].Places[i], known[2].Places[i]), -1);
    if (number < 0)
        return;
    var question = examination.Questions[number];
    var vector = (await embeddings.GenerateAsync([question.Text]))[0].Vector;
    var filter = Filter.Equal(Library.Category, question.Meaning.Category);
    Report.ShowExample(question, ways, known, number, way => way.Search(question.Text, vector, filter)[0]);
}
