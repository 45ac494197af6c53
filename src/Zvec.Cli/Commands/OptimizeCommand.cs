using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec optimize</c>: the best state now.</summary>
internal static class OptimizeCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var command = new Command("optimize", """
            Bring a collection into its best state now: one segment, no deleted documents, all indexes built. Never needed; a collection
            that is open gets near it by itself.

            Example:
              zvec optimize books
            """)
        {
            path,
        };
        Invocation.Handle(command, async invocation =>
        {
            using IDocumentCollection collection = invocation.OpenToWrite(path);
            await invocation.WithProgressAsync("Optimizing", async _ =>
            {
                await collection.OptimizeAsync(invocation.Token);
                return true;
            });
            CollectionStatistics totals = collection.GetStatistics();
            invocation.WriteValues(
                ("documents", totals.Documents), ("segments", totals.Segments), ("diskBytes", totals.DiskBytes));
            return ExitCode.Success;
        });
        return command;
    }
}
