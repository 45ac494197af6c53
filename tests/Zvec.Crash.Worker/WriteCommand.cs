using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>Writes to a collection until the process is killed: several writers at once, each by its script and from a call of its own
/// on. Reports each call after it was acknowledged, and checks its results.</summary>
internal sealed class WriteCommand(string path, int seed, CollectionOptions options, string? board, long[] starts)
{
    public async Task RunAsync()
    {
        using Acknowledgements? acknowledgements = board is null ? null : new Acknowledgements(board, starts.Length);
        Report.Line(Report.Opening);
        using Collection collection = Collection.Exists(path)
            ? Collection.Open(path, options) // its schema may have an index more by now
            : Collection.Create(path, WriterScript.Schema, options);
        Report.Line(Report.Open);
        var script = new WriterScript(seed);
        WriterModel[] models = [.. starts.Select((start, writer) => WriterModel.From(script, writer, start, collection))];
        Task[] writers = [.. models.Select(model => Task.Run(() => WriteAsync(collection, model, acknowledgements)))];
        await await Task.WhenAny(writers);
    }

    private static async Task WriteAsync(Collection collection, WriterModel model, Acknowledgements? acknowledgements)
    {
        while (true)
        {
            ScriptCall call = model.Next();
            long number = model.Calls;
            IReadOnlyList<ZvecErrorCode?> results = await call.RunAsync(collection);
            Report.Line($"{Report.Acknowledged} {model.Writer} {number + 1}");
            acknowledgements?.Set(model.Writer, number + 1);
            IReadOnlyList<ZvecErrorCode?> expected = model.Apply(call);
            if (!results.SequenceEqual(expected))
            {
                throw new CheckFailedException(
                    $"call {number} of writer {model.Writer} ({call.Kind}) gave {string.Join(",", results)} "
                        + $"instead of {string.Join(",", expected)}");
            }

            CheckOwn(collection, model, call);
        }
    }

    /// <summary>What a writer was told is done, it reads.</summary>
    private static void CheckOwn(Collection collection, WriterModel model, ScriptCall call)
    {
        long[] keys = [.. call.Entries.Select(entry => entry.Key).Concat(call.Keys).Take(3)];
        foreach (long key in keys)
        {
            ScriptDocument? expected = model.Documents.GetValueOrDefault(key);
            ScriptDocument? found = collection.Fetch(key) is { } document ? ScriptDocument.From(document) : null;
            if (expected is null ? found is not null : found is null || !found.IsSameAs(expected))
                throw new CheckFailedException($"after call {model.Calls - 1}, document {key} is {found} instead of {expected}");
        }
    }
}
