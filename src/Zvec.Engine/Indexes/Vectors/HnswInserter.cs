namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Links rows into a graph under construction; one for each thread.</summary>
internal abstract class HnswInserter : IDisposable
{
    /// <summary>Links a row into the graph, once.</summary>
    public abstract void Insert(int row);

    public abstract void Dispose();
}
