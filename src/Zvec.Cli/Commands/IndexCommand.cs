using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec index</c>: gives a field another index, or none.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var field = new Argument<string>("field") { Description = "The field or vector." };
        var kind = new Option<string>("--kind", "-k")
        {
            Description = "For a field inverted or text; for a vector hnsw, flat, quantizedFlat, ivf, dynamic or sparse.",
        };
        var settings = new Option<string[]>("--set")
        {
            Description = "A setting of the index: name=value, as the schema names it. Again for each.",
        };
        var drop = new Option<bool>("--drop") { Description = "Drop the index." };
        var command = new Command("index", """
            Give a field or vector another index, or drop the one it has. The index is complete when the command ends.

            Examples:
              zvec index books embedding --kind hnsw --set m=32 --set efConstruction=400
              zvec index books title --kind text --set stemmer=English
              zvec index books year --drop
            """)
        {
            path, field, kind, settings, drop,
        };
        Invocation.Handle(command, async invocation =>
        {
            string name = invocation.Get(field);
            string? wanted = invocation.Get(kind);
            if (wanted is null != invocation.Get(drop))
                throw new BadInputException("Give either --kind or --drop.");
            string[] given = invocation.Get(settings) ?? [];
            using IDocumentCollection collection = invocation.OpenToWrite(path);
            CollectionSchema schema = collection.Schema;
            await invocation.WithProgressAsync("Indexing", async _ =>
            {
                if (wanted is null)
                    await collection.DropIndexAsync(name, invocation.Token);
                else if (schema.Vectors.FirstOrDefault(vector => vector.Name == name) is { } vector)
                    await collection.CreateIndexAsync(name, SchemaInput.IndexOf(vector, wanted, given), invocation.Token);
                else if (schema.Fields.FirstOrDefault(other => other.Name == name) is { } scalar)
                    await collection.CreateIndexAsync(name, SchemaInput.IndexOf(scalar, wanted, given), invocation.Token);
                else
                    throw new ZvecException(ZvecErrorCode.NotFound, $"Collection '{schema.Name}' has no field '{name}'; see zvec schema.");
                return true;
            });
            invocation.WriteValues(("field", name), ("index", wanted ?? "none"));
            return ExitCode.Success;
        });
        return command;
    }
}
