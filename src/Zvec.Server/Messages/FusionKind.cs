namespace Zvec.Server.Messages;

/// <summary>How rankings become one.</summary>
internal enum FusionKind
{
    /// <summary>By reciprocal ranks.</summary>
    Rrf,

    /// <summary>By a weighted sum of scores.</summary>
    Weighted,
}
