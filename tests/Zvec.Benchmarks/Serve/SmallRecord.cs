namespace Zvec.Benchmarks.Serve;

/// <summary>A record as small as those of an application that looks documents up elsewhere.</summary>
internal sealed class SmallRecord
{
    public int Key { get; set; }

    public string Name { get; set; } = "";

    public int Number { get; set; }

    public bool Flag { get; set; }

    public ReadOnlyMemory<float> Vector { get; set; }
}
