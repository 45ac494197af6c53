namespace Zvec.Engine;

/// <summary>What became of one document of a write.</summary>
/// <param name="Key">The document's key.</param>
/// <param name="Error">Null when it was written; otherwise <see cref="ZvecErrorCode.AlreadyExists"/> for an insert,
/// <see cref="ZvecErrorCode.NotFound"/> for an update or a delete, or <see cref="ZvecErrorCode.ResourceExhausted"/> for a document that an
/// update would make too large, or for a key beyond the 1 GiB of writes that fit one call.</param>
public readonly record struct WriteResult(DocumentKey Key, ZvecErrorCode? Error = null)
{
    /// <summary>Whether the document was written.</summary>
    public bool Succeeded => Error is null;
}
