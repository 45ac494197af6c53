using Zvec.Engine;

namespace Zvec.Server;

/// <summary>How a server serves the collections of a folder. Read from the section <c>Zvec</c> of the configuration: <c>--Zvec:Path
/// data</c> on the command line, <c>Zvec__Path</c> in the environment, or <c>{ "Zvec": { "Path": "data" } }</c> in
/// <c>appsettings.json</c>.</summary>
public sealed class ZvecServerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Zvec";

    /// <summary>The folder whose folders are the collections; made when missing. There is no default.</summary>
    public string? Path { get; set; }

    /// <summary>The folder that backups on the server go to; null, the default, for none. A backup can be downloaded all the
    /// same.</summary>
    public string? BackupPath { get; set; }

    /// <summary>Keys with which clients may read: at least 16 characters each.</summary>
    public IList<string> ReadKeys { get; } = [];

    /// <summary>Keys with which clients may read and write: at least 16 characters each.</summary>
    /// <remarks>With neither read nor write keys the server answers clients on the same machine only, and refuses to start when it would
    /// listen on anything but loopback addresses.</remarks>
    public IList<string> WriteKeys { get; } = [];

    /// <summary>Whether collections are opened for reading only, beside a process that writes to them; false by default.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>How often collections that are open for reading only move on to what was written since; a second by default, zero for
    /// never.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What an acknowledged write survives; <see cref="Durability.Synced"/> by default.</summary>
    public Durability Durability { get; set; } = Durability.Synced;

    /// <summary>Memory that each collection may take, as <see cref="CollectionOptions.MaxMemory"/>; null for its default.</summary>
    public long? MaxMemory { get; set; }

    /// <summary>Whether collections are opened for a machine with little memory, as <see cref="CollectionOptions.SmallMemory"/>; false by
    /// default.</summary>
    public bool SmallMemory { get; set; }

    /// <summary>The longest body of a request, in bytes; 32 MiB by default. A longer one is refused with 413.</summary>
    public long MaxBodyBytes { get; set; } = 32L << 20;

    /// <summary>The longest archive that can be uploaded to restore a collection, in bytes; null, the default, for no bound but the
    /// device's.</summary>
    public long? MaxRestoreBytes { get; set; }

    /// <summary>The most documents or keys in one request; 10,000 by default. More are refused with 413.</summary>
    public int MaxBatch { get; set; } = 10_000;

    /// <summary>The most hits that a search may reach: what it leaves out from the front and what it returns together, and candidates;
    /// 1,000 by default. More are refused with 413.</summary>
    public int MaxTop { get; set; } = 1_000;

    /// <summary>Requests that are worked on at once; 16 for each processor by default, and at least 64. Their bodies are in
    /// memory.</summary>
    public int MaxConcurrentRequests { get; set; } = Math.Max(64, 16 * Environment.ProcessorCount);

    /// <summary>Requests that wait for their turn, in the order in which they came; 4,096 by default. Further ones are refused with
    /// 429.</summary>
    public int MaxQueuedRequests { get; set; } = 4_096;

    /// <summary>Long requests at once (scans, backups, restorations, optimizations), which are counted apart; 8 by default. Further ones
    /// are refused with 429.</summary>
    public int MaxConcurrentStreams { get; set; } = 8;

    /// <summary>How long a request may take once it has its turn, long ones excepted; a minute by default, zero for any time. A read that
    /// takes longer ends with 504; a write that was begun is finished.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the server waits for requests under way when it is stopped; 30 seconds by default. Writes that the engine has
    /// taken are finished in any case.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the server shows its OpenAPI document at <c>/openapi/v1.json</c> and a page to try it at <c>/scalar</c>; true by
    /// default. Neither holds data.</summary>
    public bool ApiReference { get; set; } = true;
}
