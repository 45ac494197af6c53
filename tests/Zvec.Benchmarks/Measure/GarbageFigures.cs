namespace Zvec.Benchmarks.Measure;

/// <summary>Managed memory that a search allocates, in bytes.</summary>
/// <param name="Allocated">All that the thread allocated for each search.</param>
/// <param name="Hits">What of it the hits take, by making the same objects again.</param>
internal sealed record GarbageFigures(double Allocated, double Hits)
{
    public double Garbage => Allocated - Hits;
}
