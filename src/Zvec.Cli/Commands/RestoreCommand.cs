using System.CommandLine;
using Zvec.Cli.Collections;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec restore</c>: a collection of a backup.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var backup = new Argument<string>("backup") { Description = "The backup: a folder, or a .zip file." };
        Argument<string> path = SharedOptions.Collection();
        var command = new Command("restore", """
            Make a collection of a backup, and verify it. The folder must be missing or empty.

            Examples:
              zvec restore /backups/books books
              zvec restore books-2024-05-06.zip books
            """)
        {
            backup, path,
        };
        Invocation.Handle(command, async invocation =>
        {
            string from = invocation.Get(backup);
            string to = invocation.Get(path);
            await invocation.WithProgressAsync("Restoring", async progress =>
            {
                var bar = new BackupBar(progress);
                if (PartitionedCollection.Exists(from))
                {
                    await Task.Run(() => PartitionedCollection.Restore(from, to, invocation.Token), invocation.Token);
                    return true;
                }

                if (!File.Exists(from))
                {
                    await Collection.RestoreAsync(from, to, bar, invocation.Token);
                    return true;
                }

                await using FileStream archive = File.OpenRead(from);
                await Collection.RestoreAsync(archive, to, bar, invocation.Token);
                return true;
            });
            using IDocumentCollection collection = CollectionFolder.Open(to, readOnly: true);
            invocation.WriteValues(("restored", collection.Path), ("documents", collection.GetStatistics().Documents));
            return ExitCode.Success;
        });
        return command;
    }
}
