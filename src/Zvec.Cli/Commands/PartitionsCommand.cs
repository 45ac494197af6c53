using System.CommandLine;
using Spectre.Console;
using Zvec.Cli.Collections;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec partitions</c>: the partitions of a partitioned collection, and how they come and go.</summary>
internal static class PartitionsCommand
{
    public static Command Create() => new("partitions", """
        The partitions of a partitioned collection: list them, add, detach, attach, archive, restore and drop them.

        Examples:
          zvec partitions list events
          zvec partitions archive events 2026-01-01 /archive/events-2026-01-01
          zvec partitions restore events 2026-01-01 /archive/events-2026-01-01
        """)
    {
        List(),
        Change("add", "Make an empty partition.", "added", (all, name, token) => all.AddPartitionAsync(name, token)),
        Change(
            "detach", "Take a partition out of service; its documents stay in its folder.", "detached",
            (all, name, token) => all.DetachPartitionAsync(name, token)),
        Change(
            "attach", "Take a detached partition back into service.", "attached",
            (all, name, token) => all.AttachPartitionAsync(name, token)),
        Change(
            "drop", "Delete a partition with all its documents.", "dropped",
            (all, name, token) => all.DropPartitionAsync(name, token)),
        Archive(),
        Restore(),
    };

    private static Command List()
    {
        Argument<string> path = SharedOptions.Collection();
        var command = new Command("list", "List the partitions with their folders.") { path };
        Invocation.Handle(command, invocation =>
        {
            using PartitionedCollection collection = Open(invocation.Get(path), readOnly: true);
            if (invocation.Json)
            {
                Invocation.WriteJson(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteStartArray("partitions");
                    foreach (PartitionInfo partition in collection.Partitions)
                    {
                        writer.WriteStartObject();
                        writer.WriteString("name", partition.Name);
                        writer.WriteBoolean("attached", partition.IsAttached);
                        writer.WriteString("path", partition.Path);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
                return Task.FromResult(ExitCode.Success);
            }

            var table = new Table().Border(TableBorder.Minimal).AddColumns("partition", "attached", "folder");
            foreach (PartitionInfo partition in collection.Partitions)
                table.AddRow(new Text(partition.Name), new Text(Numbers.Text(partition.IsAttached)), new Text(partition.Path));
            Invocation.WriteTable(table);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Command Change(
        string name, string description, string done, Func<PartitionedCollection, string, CancellationToken, Task> change)
    {
        Argument<string> path = SharedOptions.Collection();
        Argument<string> partition = Partition();
        var command = new Command(name, description) { path, partition };
        Invocation.Handle(command, async invocation =>
        {
            using PartitionedCollection collection = Open(invocation.Get(path), readOnly: false);
            await change(collection, invocation.Get(partition), invocation.Token);
            invocation.WriteValues((done, invocation.Get(partition)), ("partitions", collection.Partitions.Count));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Archive()
    {
        Argument<string> path = SharedOptions.Collection();
        Argument<string> partition = Partition();
        var target = new Argument<string>("folder") { Description = "The folder of the archive; new, or with an older backup of it." };
        var command = new Command("archive", "Back a partition up to a folder, verify the copy and drop the partition.")
        {
            path, partition, target,
        };
        Invocation.Handle(command, async invocation =>
        {
            using PartitionedCollection collection = Open(invocation.Get(path), readOnly: false);
            BackupResult result = await invocation.WithProgressAsync("Archiving", progress => collection.ArchivePartitionAsync(
                invocation.Get(partition), invocation.Get(target), new BackupBar(progress), invocation.Token));
            invocation.WriteValues(
                ("archived", invocation.Get(partition)),
                ("folder", Path.GetFullPath(invocation.Get(target))),
                ("documents", result.Documents),
                ("bytes", result.Bytes));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Restore()
    {
        Argument<string> path = SharedOptions.Collection();
        Argument<string> partition = Partition();
        var source = new Argument<string>("folder")
        {
            Description = "The archive, or a backup of a collection of the same schema; it stays.",
        };
        var command = new Command("restore", "Bring a partition back from an archive.") { path, partition, source };
        Invocation.Handle(command, async invocation =>
        {
            using PartitionedCollection collection = Open(invocation.Get(path), readOnly: false);
            string name = invocation.Get(partition);
            await collection.RestorePartitionAsync(name, invocation.Get(source), invocation.Token);
            invocation.WriteValues(("restored", name), ("documents", collection.GetPartitionStatistics(name).Documents));
            return ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> Partition() => new("partition") { Description = "The partition's name, as list shows it." };

    private static PartitionedCollection Open(string path, bool readOnly)
    {
        CollectionFolder.CheckExists(path);
        if (!PartitionedCollection.Exists(path))
            throw new ZvecException(ZvecErrorCode.NotSupported, $"The collection at '{Path.GetFullPath(path)}' is not partitioned.");
        return PartitionedCollection.Open(
            path, new PartitionedCollectionOptions { Partition = new CollectionOptions { ReadOnly = readOnly } });
    }
}
