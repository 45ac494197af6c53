using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec stats</c>: the state of a collection.</summary>
internal static class StatsCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var partition = new Option<string>("--partition") { Description = "Of a partitioned collection, show this partition." };
        var command = new Command("stats", """
            Show the state of a collection: documents, segments, indexes, and bytes on disk and in memory by part. What maintenance did is
            that of this process, and shown as JSON; the server's /stats has it of one that serves.

            Examples:
              zvec stats books --json
              zvec stats events --partition 2026-03-14
            """)
        {
            path, partition,
        };
        Invocation.Handle(command, invocation =>
        {
            using IDocumentCollection collection = invocation.OpenToRead(path);
            if (collection is PartitionedCollection partitioned)
            {
                if (invocation.Get(partition) is { } name)
                    WriteAll(invocation, PartitionNamed(partitioned, name));
                else
                    WriteTotals(invocation, partitioned.GetStatistics());
                return Task.FromResult(ExitCode.Success);
            }

            if (invocation.Get(partition) is not null)
                throw new BadInputException($"Collection '{collection.Schema.Name}' is not partitioned; leave --partition out.");
            WriteAll(invocation, collection.GetStatistics());
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static CollectionStatistics PartitionNamed(PartitionedCollection collection, string name)
    {
        PartitionInfo found = collection.Partitions.FirstOrDefault(partition => partition.Name == name)
            ?? throw new ZvecException(
                ZvecErrorCode.NotFound, $"Collection '{collection.Schema.Name}' has no partition '{name}'; see zvec partitions list.");
        using Collection single = Collection.Open(found.Path, new CollectionOptions { ReadOnly = true });
        return single.GetStatistics();
    }

    private static void WriteTotals(Invocation invocation, PartitionedCollectionStatistics totals)
    {
        PartitionInfo[] detached = [.. totals.Partitions.Select(part => part.Partition).Where(partition => !partition.IsAttached)];
        if (invocation.Json)
        {
            Invocation.WriteJson(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("documents", totals.Documents);
                writer.WriteNumber("deletedDocuments", totals.DeletedDocuments);
                writer.WriteNumber("segments", totals.Segments);
                writer.WriteNumber("diskBytes", totals.DiskBytes);
                writer.WriteStartObject("partitions");
                foreach (PartitionStatistics part in totals.Partitions.Where(part => part.State is not null))
                {
                    writer.WritePropertyName(part.Partition.Name);
                    JsonSerializer.Serialize(writer, part.State, JsonOptions);
                }

                writer.WriteEndObject();
                writer.WriteStartArray("detached");
                foreach (PartitionInfo partition in detached)
                    writer.WriteStringValue(partition.Name);
                writer.WriteEndArray();
                writer.WriteEndObject();
            });
            return;
        }

        invocation.WriteValues(
            ("documents", totals.Documents),
            ("deletedDocuments", totals.DeletedDocuments),
            ("segments", totals.Segments),
            ("disk", Numbers.Bytes(totals.DiskBytes)),
            ("partitions", totals.Counted),
            ("detached", detached.Select(partition => partition.Name)));
        Table table = TableOf("partition", "documents", "deleted", "segments", "disk");
        foreach (PartitionStatistics part in totals.Partitions)
        {
            if (part.State is { } state)
            {
                AddRow(
                    table, part.Partition.Name, Numbers.Text(state.Documents), Numbers.Text(state.DeletedDocuments),
                    Numbers.Text(state.Segments), Numbers.Bytes(state.DiskBytes));
            }
        }

        Invocation.WriteTable(table);
    }

    private static void WriteAll(Invocation invocation, CollectionStatistics statistics)
    {
        if (invocation.Json)
        {
            Invocation.WriteJson(writer => JsonSerializer.Serialize(writer, statistics, JsonOptions));
            return;
        }

        invocation.WriteValues(
            ("documents", statistics.Documents),
            ("deletedDocuments", statistics.DeletedDocuments),
            ("mutableDocuments", statistics.MutableDocuments),
            ("segments", statistics.Segments),
            ("disk", Numbers.Bytes(statistics.DiskBytes)),
            ("log", Numbers.Bytes(statistics.LogBytes)),
            ("memory", $"{Numbers.Bytes(statistics.MemoryBytes)} of {Numbers.Bytes(statistics.Memory.Limit)}"));
        Table indexes = TableOf("index of", "kind", "complete", "disk", "parameters");
        foreach (IndexStatistics index in statistics.Indexes)
        {
            AddRow(
                indexes, index.Field, index.Kind, Numbers.Share(index.Completeness), Numbers.Bytes(index.DiskBytes),
                string.Join(", ", index.Parameters.Select(pair => $"{pair.Key} {pair.Value}")));
        }

        Invocation.WriteTable(indexes);
        DiskUsage disk = statistics.Disk;
        MemoryUsage memory = statistics.Memory;
        Table bytes = TableOf("bytes of", "");
        foreach ((string what, long size) in (ReadOnlySpan<(string, long)>)
            [
                ("keys", disk.Keys), ("fields", disk.Fields), ("vectors", disk.Vectors), ("codes", disk.Codes), ("graphs", disk.Graphs),
                ("inverted indexes", disk.InvertedIndexes), ("text indexes", disk.TextIndexes), ("delete maps", disk.DeleteMaps),
                ("log", disk.Log), ("manifest", disk.Manifest), ("memory: unsealed documents", memory.UnsealedDocuments),
                ("memory: work", memory.Work), ("memory: kept for searches", memory.Kept), ("mapped files", memory.Mapped),
            ])
        {
            AddRow(bytes, what, Numbers.Bytes(size));
        }

        Invocation.WriteTable(bytes);
        foreach (MaintenanceFailure failure in statistics.Maintenance.Failing)
            Console.Out.WriteLine($"failing: {failure.Job}: {failure.Error}: {failure.Message}");
        if (statistics.WriteFailure is { } stopped)
            Console.Out.WriteLine($"takes no writes: {stopped}");
    }

    private static Table TableOf(params string[] headings)
    {
        var table = new Table().Border(TableBorder.Minimal);
        foreach (string heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)));
        return table;
    }

    private static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
