using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec get</c>: documents by their keys.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var keys = new Argument<string[]>("keys") { Description = "The documents' keys.", Arity = ArgumentArity.OneOrMore };
        var vectors = new Option<bool>("--vectors") { Description = "Show vectors too." };
        var command = new Command("get", """
            Show documents by their keys, as JSON, one a line. Those that are not there are named on standard error, and the exit code
            is 3.

            Example:
              zvec get books b1 b2 --vectors
            """)
        {
            path, keys, vectors,
        };
        Invocation.Handle(command, invocation =>
        {
            using IDocumentCollection collection = invocation.OpenToRead(path);
            CollectionSchema schema = collection.Schema;
            DocumentKey[] wanted = [.. invocation.Get(keys).Select(key => DocumentJson.ParseKey(key, schema))];
            IReadOnlyList<Document?> found = collection.Fetch(wanted, invocation.Get(vectors));
            string[] missing = [.. wanted.Where((_, i) => found[i] is null).Select(key => key.ToString())];
            foreach (Document? document in found)
            {
                if (document is not null)
                    Console.Out.WriteLine(DocumentJson.ToJson(document, schema));
            }

            if (missing.Length == 0)
                return Task.FromResult(ExitCode.Success);
            throw new ZvecException(
                ZvecErrorCode.NotFound, $"Collection '{schema.Name}' has no document {string.Join(", ", missing)}.");
        });
        return command;
    }
}
