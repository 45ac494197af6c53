using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec backup</c>: a copy of one moment, in a folder or a zip archive.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var target = new Argument<string>("target")
        {
            Description = "A folder, which may hold an older backup; or a new file that ends in .zip.",
        };
        var copy = new Option<bool>("--no-links") { Description = "Copy files rather than linking them where the file system allows." };
        var command = new Command("backup", """
            Copy a collection as it is at this moment, beside whoever writes to it, and verify the copy. A folder with an older backup
            takes only what is new. The partitions of a partitioned collection are copied one after the other, to a folder only.

            Examples:
              zvec backup books /backups/books
              zvec backup books books-2024-05-06.zip
            """)
        {
            path, target, copy,
        };
        Invocation.Handle(command, async invocation =>
        {
            string to = invocation.Get(target);
            var options = new BackupOptions { HardLinks = !invocation.Get(copy) };
            BackupResult result = await invocation.WithProgressAsync("Backing up", async progress =>
            {
                var bar = new BackupBar(progress);
                if (to.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                {
                    using Collection single = invocation.OpenSingle(path, readOnly: true);
                    return await ToArchiveAsync(single, to, options, bar, invocation.Token);
                }

                using IDocumentCollection collection = invocation.OpenToRead(path);
                return await collection.BackupAsync(to, options, bar, invocation.Token);
            });
            invocation.WriteValues(
                ("backup", Path.GetFullPath(to)),
                ("documents", result.Documents),
                ("files", result.Files),
                ("bytes", result.Bytes),
                ("copiedFiles", result.CopiedFiles),
                ("linkedFiles", result.LinkedFiles),
                ("keptFiles", result.KeptFiles),
                ("seconds", result.Duration.TotalSeconds));
            return ExitCode.Success;
        });
        return command;
    }

    // under another name until it is complete, so that no half of an archive looks like one
    private static async Task<BackupResult> ToArchiveAsync(
        Collection collection, string path, BackupOptions options, BackupBar bar, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
            throw new ZvecException(ZvecErrorCode.AlreadyExists, $"The file '{path}' exists already; choose another name.");
        string partial = path + ".partial";
        try
        {
            BackupResult result;
            await using (FileStream archive = File.Create(partial))
            {
                result = await collection.BackupAsync(archive, options, bar, cancellationToken);
                archive.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
            return result;
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
