using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Zvec.Cli.Collections;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec verify</c>: whether anything is damaged, and what can be saved.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var salvage = new Option<string>("--salvage") { Description = "Write what is intact into a new collection in this folder." };
        var command = new Command("verify", """
            Read everything of a collection and check it; the exit code is 5 when something is damaged. Changes nothing, and can run
            beside a writer.

            Examples:
              zvec verify books
              zvec verify books --salvage books-saved
            """)
        {
            path, salvage,
        };
        Invocation.Handle(command, async invocation =>
        {
            string folder = invocation.Get(path);
            bool isPartitioned = PartitionedCollection.Exists(folder);
            if (isPartitioned && invocation.Get(salvage) is not null)
                CollectionFolder.CheckSingle(folder);
            CollectionFolder.CheckExists(folder);
            VerificationReport report = await invocation.WithProgressAsync("Verifying", progress => Task.Run(
                () =>
                {
                    var bar = new VerificationBar(progress);
                    return isPartitioned
                        ? PartitionedCollection.Verify(folder, bar, invocation.Token)
                        : Collection.Verify(folder, bar, invocation.Token);
                },
                invocation.Token));
            invocation.WriteValues(
                ("intact", report.IsIntact),
                ("files", report.Files),
                ("bytes", report.Bytes),
                ("documents", report.Documents),
                ("problems", report.Problems.Select(problem => problem.Message)),
                ("notes", report.Notes));
            if (invocation.Get(salvage) is { } target)
            {
                SalvageReport saved = await Task.Run(() => Collection.Salvage(folder, target, null, invocation.Token), invocation.Token);
                invocation.WriteValues(
                    ("salvaged", saved.TargetPath),
                    ("documents", saved.Documents),
                    ("complete", saved.IsComplete),
                    ("report", saved.ToString()));
            }

            return report.IsIntact ? ExitCode.Success : ExitCode.Damaged;
        });
        return command;
    }

    [SuppressMessage("Performance", "CA1812", Justification = "It is made above.")]
    private sealed class VerificationBar(ProgressReport report) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => report(value.BytesChecked, value.BytesTotal);
    }
}
