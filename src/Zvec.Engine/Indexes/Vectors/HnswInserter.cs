namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Links rows into a graph under construction; one for each thread.</summary>
internal abstract class HnswInserter : IDisposable
{
    /// <summary>Links a row into the graph, once.</summary>
    public abstract void Insert(int row);

    /// <summary>Takes over the links of a row of the reused graph. Before any row is inserted.</summary>
    /// <param name="oldRow">Its number in the reused graph.</param>
    public abstract void CarryOver(int oldRow);

    public abstract void Dispose();
}
