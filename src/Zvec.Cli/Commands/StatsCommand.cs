using System.CommandLine;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec stats</c>: the state of a collection.</summary>
internal static class StatsCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var command = new Command("stats", """
            Show the state of a collection: documents, segments, bytes, indexes.

            Example:
              zvec stats books --json
            """)
        {
            path,
        };
        Invocation.Handle(command, invocation =>
        {
            using Collection collection = invocation.OpenToRead(path);
            CollectionStatistics statistics = collection.GetStatistics();
            invocation.WriteValues(
                ("documents", statistics.Documents),
                ("deletedDocuments", statistics.DeletedDocuments),
                ("mutableDocuments", statistics.MutableDocuments),
                ("segments", statistics.Segments),
                ("diskBytes", statistics.DiskBytes),
                ("logBytes", statistics.LogBytes),
                ("memoryBytes", statistics.MemoryBytes),
                ("indexCompleteness", statistics.IndexCompleteness));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }
}
