using System.CommandLine;
using Zvec.Cli.Collections;
using Zvec.Engine;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec migrate</c>: rewrites a collection where it is, in the newest format or with another schema.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Argument<string> path = SharedOptions.Collection();
        var schema = new Option<string>("--schema", "-s") { Description = "The schema from now on: a JSON file, or - for standard input." };
        var renames = new Option<string[]>("--rename-field") { Description = "Rename a field or vector: old=new." };
        var discard = new Option<bool>("--discard-old") { Description = "Delete the old collection at the end." };
        var command = new Command("migrate", """
            Rewrite a collection where it is: in the newest format, and with another schema where one is given. The new collection is
            complete and verified before it takes the old one's place; the old one stays beside it as <collection>.old, unless
            --discard-old says otherwise. Nobody may write meanwhile.

            Examples:
              zvec migrate books
              zvec migrate books --schema new.json --rename-field title=name --discard-old
            """)
        {
            path, schema, renames, discard,
        };
        Invocation.Handle(command, async invocation =>
        {
            CopyOptions options = await CopyCommand.OptionsAsync(invocation, schema, renames);
            string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(invocation.Get(path)));
            CollectionFolder.CheckSingle(folder);
            string old = folder + ".old";
            string fresh = folder + ".migrated";
            foreach (string taken in (string[])[old, fresh])
            {
                if (Path.Exists(taken))
                    throw new ZvecException(
                        ZvecErrorCode.AlreadyExists, $"'{taken}' of an earlier migration is in the way; move or delete it.");
            }

            CopyResult result;

            // open for writing, so that no writer's documents are left behind
            using (Collection collection = Collection.Open(folder))
            {
                result = await invocation.WithProgressAsync(
                    "Migrating", progress => collection.CopyAsync(fresh, options, new CopyBar(progress), invocation.Token));
            }

            VerificationReport report = Collection.Verify(fresh, null, invocation.Token);
            if (!report.IsIntact)
                throw new ZvecException(
                    ZvecErrorCode.DataCorruption, $"The migrated collection is damaged; nothing was replaced. {report}");
            Directory.Move(folder, old);
            Directory.Move(fresh, folder);
            bool discards = invocation.Get(discard);
            if (discards)
                Collection.Drop(old);
            invocation.WriteValues(("migrated", folder), ("documents", result.Written), ("old", discards ? null : old));
            return ExitCode.Success;
        });
        return command;
    }
}
