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
        var partitionBy = new Option<string>("--partition-by")
        {
            Description = "Make it partitioned: by a field's values, or its time as field:hour, field:day, field:month or field:year.",
        };
        var partitions = new Option<int?>("--partitions")
        {
            Description = "Make it partitioned: documents spread over so many by their keys.",
        };
        var command = new Command("create", """
            Make a new, empty collection.

            Examples:
              zvec create books --field title:String:text --field year:Int32:inverted --vector embedding:Float32:384
              zvec schema books > schema.json && zvec create more-books --schema schema.json
              zvec create events --field time:DateTime --field message:String:text --partition-by time:day
            """)
        {
            path, file, name, key, fields, vectors, partitionBy, partitions,
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

            if (RuleOf(invocation.Get(partitionBy), invocation.Get(partitions)) is { } rule)
            {
                using PartitionedCollection partitioned = PartitionedCollection.Create(folder, schema, rule);
                invocation.WriteValues(("created", partitioned.Path), ("name", partitioned.Schema.Name), ("partitioned", true));
                return ExitCode.Success;
            }

            using Collection collection = Collection.Create(folder, schema);
            invocation.WriteValues(("created", collection.Path), ("name", collection.Schema.Name));
            return ExitCode.Success;
        });
        return command;
    }

    private static PartitionBy? RuleOf(string? by, int? count)
    {
        if (by is not null && count is not null)
            throw new BadInputException("Both --partition-by and --partitions are given; use one of them.");
        if (count is { } partitions)
            return PartitionBy.KeyHash(partitions);
        if (by is null)
            return null;
        int at = by.LastIndexOf(':');
        if (at < 0)
            return PartitionBy.Field(by);
        return PartitionBy.Time(by[..at], by[(at + 1)..] switch
        {
            "hour" => PartitionPeriod.Hour,
            "day" => PartitionPeriod.Day,
            "month" => PartitionPeriod.Month,
            "year" => PartitionPeriod.Year,
            var period => throw new BadInputException($"'{period}' is no period; use hour, day, month or year."),
        });
    }
}
