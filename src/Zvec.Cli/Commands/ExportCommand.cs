using System.CommandLine;
using Zvec.Cli.Files;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec export</c>: documents into a file.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var file = new Argument<string>("file") { Description = "The new file, or - for standard output." };
        var format = new Option<string>("--format") { Description = FileFormats.Help };
        Option<string> filter = SharedOptions.Filter("Only documents that match.");
        Option<string[]> fields = SharedOptions.Fields();
        var noVectors = new Option<bool>("--no-vectors") { Description = "Leave vectors out." };
        var vectorField = new Option<string>("--vector-field") { Description = "The vector of a .npy or .fvecs file." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file if it exists." };
        var command = new Command("export", """
            Write documents to a file, as they are at this moment. JSON Lines keeps every value exactly and is read back by import; a
            .npy or .fvecs file holds one vector of each document, and the file's name with .keys behind it their keys.

            Examples:
              zvec export books books.jsonl
              zvec export books new.csv --filter "year > 2000" --fields title,year --no-vectors
              zvec export books vectors.npy --vector-field embedding
            """)
        {
            path, file, format, filter, fields, noVectors, vectorField, overwrite,
        };
        Invocation.Handle(command, async invocation =>
        {
            string target = invocation.Get(file);
            FileFormat kind = FileFormats.Of(target, invocation.Get(format));
            using IDocumentCollection collection = invocation.OpenToRead(path);
            CollectionSchema schema = collection.Schema;
            Filter? condition = invocation.Get(filter);
            bool isVectors = kind is FileFormat.Npy or FileFormat.Fvecs;
            string[]? names = isVectors
                ? [SearchInput.VectorOf(schema, invocation.Get(vectorField)).Name]
                : SharedOptions.Names(invocation.Get(fields));
            var selection = new Selection(schema, names, withVectors: isVectors || !invocation.Get(noVectors));
            if (target != InputText.Standard && File.Exists(target) && !invocation.Get(overwrite))
                throw new ZvecException(
                    ZvecErrorCode.AlreadyExists, $"The file '{target}' exists already; choose another, or give --overwrite.");
            long total = collection.Count(condition, invocation.Token);
            long written = await invocation.WithProgressAsync("Exporting", progress => WriteAsync(
                target,
                stream => ExportFiles.WriteAsync(
                    kind,
                    stream,
                    target,
                    selection,
                    Documents(collection, condition, selection, total, progress, invocation.Token),
                    total,
                    invocation.Token)));
            if (target != InputText.Standard)
                invocation.WriteValues(("exported", Path.GetFullPath(target)), ("documents", written));
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<Document> Documents(
        IDocumentCollection collection,
        Filter? filter,
        Selection selection,
        long total,
        ProgressReport progress,
        CancellationToken cancellationToken)
    {
        long done = 0;
        foreach (Document document in collection.Scan(filter, selection.Schema.Vectors.Count > 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++done % 1000 == 0)
                progress(done, total);
            yield return selection.Of(document);
        }
    }

    // under another name until it is complete
    private static async Task<long> WriteAsync(string target, Func<Stream, Task<long>> write)
    {
        if (target == InputText.Standard)
        {
            await using Stream output = Console.OpenStandardOutput();
            return await write(output);
        }

        string partial = target + ".partial";
        try
        {
            long written;
            await using (FileStream stream = File.Create(partial))
                written = await write(stream);
            File.Move(partial, target, overwrite: true);
            return written;
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
