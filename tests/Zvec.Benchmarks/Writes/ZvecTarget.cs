using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Writes;

/// <summary>zvec itself through its Node package, which writes from one thread only. It does not sync.</summary>
internal sealed class ZvecTarget(ZvecPeer peer, string baseFile, int vectors) : IWriteTarget
{
    public string Name => "zvec";

    public bool Takes(int writers) => writers == 1;

    public WriteTimes Run(string path, int batch, int writers, TimeSpan time) =>
        peer.Write(path, baseFile, vectors, batch, time);
}
