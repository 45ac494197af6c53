using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec create</c>: a new, empty collection.</summary>
internal static class CreateCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var file = new Option<string>("--schema", "-s") { Description = "A file with the schema as JSON; - for standard input." };
        var name = new Option<string>("--name") { Description = "The collection's name; by default that of the folder." };
        var key = new Option<string>("--key") { Description = "The type of the keys: String (the default), Int32, Int64, UInt64 or Guid." };
        var fields = new Option<string[]>("--field") { Description = $"A field: {SchemaInput.FieldForm}. Again for each." };
        var vectors = new Option<string[]>("--vector") { Description = $"A vector: {SchemaInput.VectorForm}. Again for each." };
        var command = new Command("create", """
            Make a new, empty collection.

            Examples:
              zvec create books --field title:String:text --field year:Int32:inverted --vector embedding:Float32:384
              zvec schema books > schema.json && zvec create more-books --schema schema.json
            """)
        {
            path, file, name, key, fields, vectors,
        };
        Invocation.Handle(command, async invocation =>
        {
            string folder = invocation.Get(path);
            string[] fieldForms = invocation.Get(fields) ?? [];
            string[] vectorForms = invocation.Get(vectors) ?? [];
            CollectionSchema schema;
            if (invocation.Get(file) is { } source)
            {
                if (fieldForms.Length + vectorForms.Length > 0 || invocation.Get(key) is not null || invocation.Get(name) is not null)
                    throw new BadInputException("--schema says everything; leave --name, --key, --field and --vector out.");
                schema = CollectionSchema.FromJson(await InputText.OfFileAsync(source, invocation.Token));
            }
            else
            {
                string called = invocation.Get(name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
                schema = SchemaInput.Schema(called, invocation.Get(key), fieldForms, vectorForms);
            }

            using Collection collection = Collection.Create(folder, schema);
            invocation.WriteValues(("created", collection.Path), ("name", collection.Schema.Name));
            return ExitCode.Success;
        });
        return command;
    }
}
