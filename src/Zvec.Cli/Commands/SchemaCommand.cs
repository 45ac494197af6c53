using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec schema</c>: shows a schema, and changes it where asked to.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var addFields = new Option<string[]>("--add-field") { Description = $"Add a field: {SchemaInput.FieldForm}; nullable." };
        var addVectors = new Option<string[]>("--add-vector") { Description = $"Add a vector: {SchemaInput.VectorForm}; nullable." };
        var drops = new Option<string[]>("--drop-field") { Description = "Drop a field or vector with all its values." };
        var renames = new Option<string[]>("--rename-field") { Description = "Rename a field or vector: old=new." };
        var command = new Command("schema", """
            Show a collection's schema as JSON; change it first, when an option says so. Changes go on beside reads, in this order:
            drops, renames, additions.

            Examples:
              zvec schema books
              zvec schema books --add-field "rating:Float32?" --rename-field title=name
            """)
        {
            path, addFields, addVectors, drops, renames,
        };
        Invocation.Handle(command, async invocation =>
        {
            string[] dropped = invocation.Get(drops) ?? [];
            (string Old, string New)[] renamed = [.. (invocation.Get(renames) ?? []).Select(SchemaInput.Pair)];
            FieldSchema[] fields = [.. (invocation.Get(addFields) ?? []).Select(SchemaInput.FieldOf)];
            VectorSchema[] vectors = [.. (invocation.Get(addVectors) ?? []).Select(SchemaInput.VectorOf)];
            bool writes = dropped.Length + renamed.Length + fields.Length + vectors.Length > 0;
            if (!writes)
            {
                using IDocumentCollection shown = invocation.OpenToRead(path);
                Write(invocation, shown.Schema);
                return ExitCode.Success;
            }

            using IDocumentCollection collection = invocation.OpenToWrite(path);
            foreach (string field in dropped)
                await collection.DropFieldAsync(field, invocation.Token);
            foreach ((string old, string name) in renamed)
                await collection.RenameFieldAsync(old, name, invocation.Token);
            foreach (FieldSchema field in fields)
                await collection.AddFieldAsync(field, invocation.Token);
            foreach (VectorSchema vector in vectors)
                await collection.AddFieldAsync(vector, invocation.Token);
            Write(invocation, collection.Schema);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(Invocation invocation, CollectionSchema schema) =>
        Console.Out.WriteLine(schema.ToJson(indented: !invocation.Json));
}
