using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Verification;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Writes a new collection with everything of a damaged one that is intact. The damaged one is only read. For when there is no
    /// backup: <see cref="Verify(string, IProgress{VerificationProgress}, CancellationToken)"/> says what is damaged.</summary>
    /// <remarks>
    /// <para>What becomes of damage:</para>
    /// <list type="bullet">
    /// <item><description>An index, a graph or a key map: nothing is lost, it is built anew.</description></item>
    /// <item><description>The values of a field or vector in a segment: null in the documents of that segment where the schema allows it,
    /// or <see cref="SalvageOptions.AllowNulls"/> is set (<see cref="SalvageReport.NullsInstead"/>); otherwise these documents are lost,
    /// and <see cref="SalvageReport.LostKeys"/> names them.</description></item>
    /// <item><description>The keys of a segment: its documents are lost (<see cref="SalvageReport.UnnamedDocumentsLost"/>), those excepted
    /// that the log holds too.</description></item>
    /// <item><description>A delete map: all rows of the segment are taken, unless another segment or the log has the document;
    /// <see cref="SalvageReport.DoubtfulKeys"/> names those that may have been deleted or replaced.</description></item>
    /// <item><description>The log: the records before and behind the damage are taken, the newest version of a document wins;
    /// <see cref="SalvageReport.LogRecordsLost"/> counts the others.</description></item>
    /// <item><description>The manifest: the schema is that of an older manifest that still lies there, or
    /// <see cref="SalvageOptions.Schema"/>; all segments and log files that are there are taken, in the order of their
    /// numbers.</description></item>
    /// </list>
    /// <para>A value counts as damaged when the checksum over the values of its field in its segment does not match: checksums cannot tell
    /// which one of them it is.</para>
    /// </remarks>
    /// <param name="damagedPath">The directory of the damaged collection, which nobody has open for writing.</param>
    /// <param name="targetPath">The directory of the new collection; made when missing, otherwise empty, and not inside the damaged
    /// one. When the call fails, nothing is left there.</param>
    /// <param name="options">How to treat what is damaged; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between documents; the new collection is removed.</param>
    /// <returns>What was recovered, and what was lost. The new collection is closed, its documents durable, its indexes
    /// built.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such directory.
    /// <see cref="ZvecErrorCode.DataCorruption"/> or <see cref="ZvecErrorCode.UnsupportedFormat"/>: no manifest can be read, and no schema
    /// was given. <see cref="ZvecErrorCode.AlreadyExists"/> or <see cref="ZvecErrorCode.InvalidArgument"/>: the target is not a place for a
    /// new collection, or the schema breaks a rule.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static SalvageReport Salvage(
        string damagedPath, string targetPath, SalvageOptions? options = null, CancellationToken cancellationToken = default) =>
        Salvage(PhysicalFileSystem.Instance, damagedPath, targetPath, options ?? new SalvageOptions(), cancellationToken);

    internal static SalvageReport Salvage(
        IFileSystem fileSystem,
        string damagedPath,
        string targetPath,
        SalvageOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(damagedPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(targetPath);
        var damaged = new CollectionFiles(System.IO.Path.GetFullPath(damagedPath));
        var target = new CollectionFiles(System.IO.Path.GetFullPath(targetPath));
        if (!fileSystem.DirectoryExists(damaged.Root))
            throw new ZvecException(ZvecErrorCode.NotFound, $"There is no directory '{damaged.Root}' to salvage. Check the path.");
        if (IsWithin(target.Root, damaged.Root) || IsWithin(damaged.Root, target.Root))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"What is salvaged from '{damaged.Root}' cannot go to '{target.Root}', because one holds the other. Choose another place.");
        }

        FolderLinks.ThrowIfAny(fileSystem, damaged);
        using var salvager = new Salvager(fileSystem, damaged, options, cancellationToken);
        var openOptions = new CollectionOptions { Durability = Durability.Buffered };
        Collection collection = CollectionOpener.Create(fileSystem, target.Root, salvager.Schema, openOptions);
        try
        {
            var writer = new SalvageTarget(collection, salvager.Losses);
            salvager.Read(writer, cancellationToken);
            writer.Flush();
            collection.FlushAsync(cancellationToken).GetAwaiter().GetResult();
            collection.IdleAsync().GetAwaiter().GetResult();
            long documents = collection.GetStatistics().Documents;
            collection.Dispose();
            return new SalvageReport(damaged.Root, target.Root, documents, salvager.Losses, salvager.Findings);
        }
        catch
        {
            collection.Dispose();
            CollectionOpener.Drop(fileSystem, target.Root);
            throw;
        }
    }

    private static bool IsWithin(string path, string folder)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return Separated(path).StartsWith(Separated(folder), comparison);

        static string Separated(string path) =>
            System.IO.Path.TrimEndingDirectorySeparator(path) + System.IO.Path.DirectorySeparatorChar;
    }
}
