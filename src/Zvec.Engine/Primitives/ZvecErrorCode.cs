namespace Zvec.Engine;

/// <summary>The kind of failure that a <see cref="ZvecException"/> reports.</summary>
public enum ZvecErrorCode
{
    /// <summary>A collection, document or field that does not exist was named.</summary>
    NotFound = 1,

    /// <summary>A collection, document or field with that name or key exists already.</summary>
    AlreadyExists = 2,

    /// <summary>An argument, a document or a schema breaks a rule; nothing was changed.</summary>
    InvalidArgument = 3,

    /// <summary>A vector has another number of dimensions than its field.</summary>
    DimensionMismatch = 4,

    /// <summary>The call does not fit the state that the collection is in.</summary>
    FailedPrecondition = 5,

    /// <summary>The collection was opened for reading only, or stopped taking writes after a storage failure.</summary>
    ReadOnly = 6,

    /// <summary>Another process, or another handle in this process, holds the collection for writing.</summary>
    Locked = 7,

    /// <summary>A limit was reached: memory, disk space, or a documented maximum.</summary>
    ResourceExhausted = 8,

    /// <summary>A file of the collection does not hold what was written to it.</summary>
    DataCorruption = 9,

    /// <summary>A file was written in a format that this version does not know.</summary>
    UnsupportedFormat = 10,

    /// <summary>The feature, or this combination of features, is not available.</summary>
    NotSupported = 11,
}
