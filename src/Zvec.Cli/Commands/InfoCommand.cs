using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec info</c>: what a collection is.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var command = new Command("info", "Show what a collection holds.\n\nExample:\n  zvec info books") { path };
        Invocation.Handle(command, invocation =>
        {
            using IDocumentCollection collection = invocation.OpenToRead(path);
            CollectionSchema schema = collection.Schema;
            CollectionStatistics totals = collection.GetStatistics();
            invocation.WriteValues(
                ("name", schema.Name),
                ("path", collection.Path),
                ("key", $"{schema.KeyName} {schema.Key}"),
                ("fields", schema.Fields.Select(Describe)),
                ("vectors", schema.Vectors.Select(Describe)),
                ("partitions", (collection as PartitionedCollection)?.Partitions.Count),
                ("documents", totals.Documents),
                (invocation.Json ? "diskBytes" : "disk", invocation.Json ? totals.DiskBytes : Numbers.Bytes(totals.DiskBytes)));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string Describe(FieldSchema field)
    {
        string index = field.Index switch
        {
            InvertedIndexOptions => " inverted",
            TextIndexOptions => " text",
            _ => "",
        };
        return $"{field.Name} {field.Type}{(field.Nullable ? "?" : "")}{index}";
    }

    private static string Describe(VectorSchema vector)
    {
        string kind = vector.Index.GetType().Name.Replace("IndexOptions", "", StringComparison.Ordinal);
        return $"{vector.Name} {vector.Type} {vector.Dimensions}{(vector.Nullable ? "?" : "")} {kind} {vector.Index.Metric}";
    }
}
