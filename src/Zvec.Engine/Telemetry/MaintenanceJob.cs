namespace Zvec.Engine;

/// <summary>What a collection does by itself.</summary>
public enum MaintenanceJob
{
    /// <summary>Writes documents in memory into a segment on disk.</summary>
    Seal = 1,

    /// <summary>Makes one segment of several, or one without its deleted documents.</summary>
    Merge = 2,

    /// <summary>Builds indexes that segments on disk lack.</summary>
    Index = 3,

    /// <summary>Moves a read-only collection on (<see cref="CollectionOptions.RefreshInterval"/>).</summary>
    Refresh = 4,
}
