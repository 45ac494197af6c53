using System.CommandLine;
using System.Globalization;
using Zvec.Cli.Files;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec import</c>: documents out of a file.</summary>
internal static class ImportCommand
{
    private const int MostProblemsShown = 10;

    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var file = new Argument<string>("file") { Description = "The file, or - for standard input; .gz is unpacked." };
        var format = new Option<string>("--format") { Description = FileFormats.Help };
        var mode = new Option<string>("--mode")
        {
            Description = "upsert (the default) puts documents in place of those with their keys, insert refuses keys that exist, update "
                + "changes what the file names of documents that exist.",
            DefaultValueFactory = _ => "upsert",
        };
        var batch = new Option<int>("--batch") { Description = "Documents a write.", DefaultValueFactory = _ => 1000 };
        var renames = new Option<string[]>("--map")
        {
            Description = "Take a column or property for a field: column=field. Again for each.",
        };
        var ignore = new Option<bool>("--ignore-unknown")
        {
            Description = "Leave out columns and properties that the collection does not have.",
        };
        var skip = new Option<bool>("--skip-invalid") { Description = "Go on after documents that do not fit; the exit code is 7." };
        var vectorField = new Option<string>("--vector-field") { Description = "The vector that a .npy or .fvecs file has." };
        var keys = new Option<string>("--keys")
        {
            Description = "The keys of a .npy or .fvecs file, one a line; by default <file>.keys, or the rows' numbers from 0.",
        };
        var command = new Command("import", """
            Write the documents of a file into a collection. A document is durable when its batch is written: after a failure or Ctrl+C,
            what was written before stays, and the same import can simply run again.

            Examples:
              zvec import books books.jsonl
              zvec import books books.csv --map isbn=id --ignore-unknown --skip-invalid
              zvec import books vectors.npy --vector-field embedding --mode update
            """)
        {
            path, file, format, mode, batch, renames, ignore, skip, vectorField, keys,
        };
        Invocation.Handle(command, async invocation =>
        {
            string source = invocation.Get(file);
            FileFormat kind = FileFormats.Of(source, invocation.Get(format));
            string how = invocation.Get(mode)!;
            int size = invocation.Get(batch);
            if (how is not ("upsert" or "insert" or "update"))
                throw new BadInputException($"'{how}' is no mode; use upsert, insert or update.");
            if (size is < 1 or > 100_000)
                throw new BadInputException("--batch must be 1 to 100,000.");
            using IDocumentCollection collection = invocation.OpenToWrite(path);
            CollectionSchema schema = collection.Schema;
            var mapping = new NameMapping(schema, (invocation.Get(renames) ?? []).Select(SchemaInput.Pair), invocation.Get(ignore));
            VectorSchema? vector = kind is FileFormat.Npy or FileFormat.Fvecs
                ? SearchInput.VectorOf(schema, invocation.Get(vectorField))
                : null;
            await using Stream stream = ImportFiles.Open(source);
            IAsyncEnumerable<ImportedDocument> documents =
                ImportFiles.ReadAsync(kind, stream, source, mapping, vector, invocation.Get(keys), invocation.Token);
            var writer = new BatchWriter(collection, how, invocation.Get(skip));
            await invocation.WithProgressAsync("Importing", async progress =>
            {
                await foreach (ImportedDocument document in documents.WithCancellation(invocation.Token))
                {
                    await writer.AddAsync(document, size, invocation.Token);
                    progress(document.Position, document.Length);
                }

                await writer.FlushAsync(invocation.Token);
                return true;
            });
            foreach (string problem in writer.Problems.Take(MostProblemsShown))
                await Console.Error.WriteLineAsync($"skipped: {problem}");
            if (writer.Problems.Count > MostProblemsShown)
            {
                await Console.Error.WriteLineAsync(
                    string.Create(CultureInfo.InvariantCulture, $"skipped: {writer.Problems.Count - MostProblemsShown} more"));
            }

            invocation.WriteValues(("written", writer.Written), ("skipped", writer.Problems.Count));
            return writer.Problems.Count == 0 ? ExitCode.Success : ExitCode.Partly;
        });
        return command;
    }
}
