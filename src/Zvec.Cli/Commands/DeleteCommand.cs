using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec delete</c>: deletes documents by key or filter.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var keys = new Argument<string[]>("keys") { Description = "The documents' keys.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> filter = SharedOptions.Filter("Delete the documents that match: a filter such as \"year < 1900\".");
        var command = new Command("delete", """
            Delete documents, by their keys or by a filter. When a key is not there, the others are deleted and the exit code is 7.

            Examples:
              zvec delete books b1 b2
              zvec delete books --filter "year < 1900"
            """)
        {
            path, keys, filter,
        };
        Invocation.Handle(command, async invocation =>
        {
            string[] texts = invocation.Get(keys);
            if (invocation.Get(filter) is { } text)
            {
                if (texts.Length > 0)
                    throw new BadInputException("Both keys and --filter are given; use one of them.");
                var condition = Filter.Parse(text);
                using IDocumentCollection filtered = invocation.OpenToWrite(path);
                invocation.WriteValues(("deleted", await filtered.DeleteAsync(condition, invocation.Token)));
                return ExitCode.Success;
            }

            if (texts.Length == 0)
                throw new BadInputException("Nothing says what to delete; give keys or --filter.");
            using IDocumentCollection collection = invocation.OpenToWrite(path);
            CollectionSchema schema = collection.Schema;
            DocumentKey[] wanted = [.. texts.Select(key => DocumentJson.ParseKey(key, schema))];
            IReadOnlyList<WriteResult> results = await collection.DeleteAsync(wanted, invocation.Token);
            string[] missing = [.. results.Where(result => !result.Succeeded).Select(result => result.Key.ToString())];
            invocation.WriteValues(("deleted", results.Count - missing.Length), ("notFound", missing));
            return missing.Length == 0 ? ExitCode.Success : ExitCode.Partly;
        });
        return command;
    }
}
