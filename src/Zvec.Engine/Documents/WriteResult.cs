namespace Zvec.Engine;

/// <summary>What became of one document of a write.</summary>
/// <param name="Key">The document's key.</param>
/// <param name="Error">Null when it was written; otherwise <see cref="ZvecErrorCode.AlreadyExists"/> for an insert, or
/// <see cref="ZvecErrorCode.NotFound"/>
/// for an update or a delete.</param>
public readonly record struct WriteResult(DocumentKey Key, ZvecErrorCode? Error = null)
{
    /// <summary>Whether the document was written.</summary>
    public bool Succeeded => Error is null;
}
