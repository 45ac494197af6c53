using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec copy</c>: a collection of the documents of another.</summary>
internal static class CopyCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var target = new Argument<string>("target") { Description = "The folder of the new collection, which must not exist." };
        var schema = new Option<string>("--schema", "-s")
        {
            Description = "The new collection's schema: a JSON file, or - for standard input.",
        };
        var renames = new Option<string[]>("--rename-field") { Description = "Rename a field or vector: old=new." };
        var command = new Command("copy", """
            Copy a collection's documents, as they are at this moment, into a new collection: the same, or with another schema, whose
            numbers may be of other widths and which may leave fields out.

            Examples:
              zvec copy books books-2
              zvec copy books books-2 --schema new.json --rename-field title=name
            """)
        {
            path, target, schema, renames,
        };
        Invocation.Handle(command, async invocation =>
        {
            CopyOptions options = await OptionsAsync(invocation, schema, renames);
            string to = invocation.Get(target);
            using Collection collection = invocation.OpenSingle(path, readOnly: true);
            CopyResult result = await invocation.WithProgressAsync(
                "Copying", progress => collection.CopyAsync(to, options, new CopyBar(progress), invocation.Token));
            invocation.WriteValues(("copied", Path.GetFullPath(to)), ("documents", result.Written));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>What the options of <c>copy</c> and <c>migrate</c> say of the new collection.</summary>
    public static async Task<CopyOptions> OptionsAsync(Invocation invocation, Option<string> schema, Option<string[]> renames) => new()
    {
        Schema = invocation.Get(schema) is { } file ? CollectionSchema.FromJson(await InputText.OfFileAsync(file, invocation.Token)) : null,
        Rename = (invocation.Get(renames) ?? []).Select(SchemaInput.Pair).ToDictionary(pair => pair.Name, pair => pair.Value),
    };
}
