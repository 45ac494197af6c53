namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Links rows into a graph under construction; one for each thread.</summary>
internal abstract class HnswInserter : IDisposable
{
    /// <summary>Links a row into the graph, once.</summary>
    public abstract void Insert(int row);

    /// <summary>Takes over the links of a row of the reused graph, as far as they lead to rows that are still there. Before any row is
    /// repaired or
    /// inserted.</summary>
    /// <param name="oldRow">Its number in the reused graph.</param>
    public abstract void CarryOver(int oldRow);

    /// <summary>Adds links to a row of the reused graph in place of those to rows that are gone. After all have been carried over, and
    /// before any is inserted.</summary>
    /// <param name="oldRow">Its number in the reused graph.</param>
    public abstract void Repair(int oldRow);

    public abstract void Dispose();
}
