namespace Zvec.VectorData;

/// <summary>What a <see cref="ZvecHealthCheck"/> looks at.</summary>
public sealed class ZvecHealthCheckOptions
{
    /// <summary>Collections that must be there and open without an error, by name; the check opens them. Collections that are open anyway
    /// are looked at whether they are named or not. None by default.</summary>
    public ICollection<string> Collections { get; set; } = [];

    /// <summary>A log of more bytes than this makes a collection degraded: sealing does not keep up, and opening would take long. 1 GiB by
    /// default.</summary>
    public long MaxLogBytes { get; set; } = 1L << 30;
}
