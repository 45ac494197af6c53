namespace Zvec.Benchmarks.Peers;

/// <summary>A peer's process answered with an error, or ended.</summary>
internal sealed class PeerException(string message) : IOException(message);
