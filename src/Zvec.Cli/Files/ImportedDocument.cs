using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>A document out of a file, or what keeps it from being one.</summary>
/// <param name="Document">The document; null when it does not fit.</param>
/// <param name="Problem">Why it does not fit.</param>
/// <param name="Place">Where it stands, for messages.</param>
/// <param name="Position">How much of the file was read.</param>
/// <param name="Length">The size of the file; 0 when it is not known.</param>
internal readonly record struct ImportedDocument(Document? Document, ZvecException? Problem, string Place, long Position, long Length);
