using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Verification;

namespace Zvec.Engine;

public sealed partial class Collection
{
    /// <summary>Checks everything of a collection, and changes nothing: every file that the newest manifest names is there, is that file,
    /// and matches its checksums; and the content is what a writer would have written. Columns can be read row by row and have nulls only
    /// where the schema allows them; every key is found at its row, and no document is there twice; inverted indexes say exactly what the
    /// columns say; vectors are finite, with the norms that belong to them; graphs lead only to vectors, with their levels consistent;
    /// delete maps fit; the log is unbroken, and its records fit the schema.</summary>
    /// <param name="path">The directory. The collection may be open, for writing too: a state that was the last during the call is
    /// checked.</param>
    /// <param name="progress">Told before each file of a segment; null for nobody.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    /// <returns>What was found; the check goes on after a problem. Reads all bytes of the collection once, and takes about as long as
    /// rebuilding its inverted indexes.</returns>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no collection, nor a part of one. Damage is not an
    /// exception but in the report.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static VerificationReport Verify(
        string path, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Verify(PhysicalFileSystem.Instance, path, progress, cancellationToken);

    internal static VerificationReport Verify(
        IFileSystem fileSystem,
        string path,
        IProgress<VerificationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var files = new CollectionFiles(System.IO.Path.GetFullPath(path));
        FolderLinks.ThrowIfAny(fileSystem, files);
        return CollectionVerifier.Verify(fileSystem, files, progress, cancellationToken);
    }
}
