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
            if (PartitionedCollection.Exists(folder))
            {
                if (invocation.Get(salvage) is not null)
                    CollectionFolder.CheckSingle(folder);
                return await VerifyPartitionsAsync(invocation, folder);
            }

            CollectionFolder.CheckExists(folder);
            VerificationReport report = await invocation.WithProgressAsync("Verifying", progress => Task.Run(
                () => Collection.Verify(folder, new VerificationBar(progress), invocation.Token), invocation.Token));
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

    /// <summary>Checks the list of partitions, by opening it, and each of them, detached ones too.</summary>
    private static async Task<int> VerifyPartitionsAsync(Invocation invocation, string folder)
    {
        using OpenedCollection collection = OpenedCollection.Open(folder, readOnly: true);
        List<(string Name, VerificationReport Report)> reports = [];
        await invocation.WithProgressAsync("Verifying", async progress =>
        {
            IReadOnlyList<PartitionInfo> partitions = collection.Partitions!;
            foreach (PartitionInfo partition in partitions)
            {
                reports.Add((partition.Name, await Task.Run(
                    () => Collection.Verify(partition.Path, null, invocation.Token), invocation.Token)));
                progress(reports.Count, partitions.Count);
            }

            return true;
        });
        bool isIntact = reports.All(part => part.Report.IsIntact);
        invocation.WriteValues(
            ("intact", isIntact),
            ("partitions", reports.Count),
            ("files", reports.Sum(part => part.Report.Files)),
            ("bytes", reports.Sum(part => part.Report.Bytes)),
            ("documents", reports.Sum(part => part.Report.Documents)),
            ("problems", reports.SelectMany(part => part.Report.Problems.Select(problem => $"{part.Name}: {problem.Message}"))),
            ("notes", reports.SelectMany(part => part.Report.Notes.Select(note => $"{part.Name}: {note}"))));
        return isIntact ? ExitCode.Success : ExitCode.Damaged;
    }

    [SuppressMessage("Performance", "CA1812", Justification = "It is made above.")]
    private sealed class VerificationBar(ProgressReport report) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => report(value.BytesChecked, value.BytesTotal);
    }
}
