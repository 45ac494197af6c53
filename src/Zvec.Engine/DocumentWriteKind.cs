namespace Zvec.Engine;

/// <summary>What a write of documents does when a document with the key exists, and when none does.</summary>
internal enum DocumentWriteKind
{
    /// <summary>Leaves an existing one as it is.</summary>
    Insert,

    /// <summary>Replaces an existing one.</summary>
    Upsert,

    /// <summary>Changes the given fields of an existing one, and makes no new one.</summary>
    Update,
}
