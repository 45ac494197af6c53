namespace Zvec.Server.Access;

/// <summary>What a client may do.</summary>
internal enum AccessLevel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Look at collections and documents.</summary>
    Read,

    /// <summary>Change them as well.</summary>
    Write,
}
