namespace Zvec.Benchmarks.Serve;

/// <summary>Asks for a new collection of all base rows.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Base">The file of vectors.</param>
/// <param name="Attributes">The file of attributes; null for none.</param>
/// <param name="Metric">cosine, l2 or ip.</param>
/// <param name="M">Links per vector.</param>
/// <param name="EfConstruction">Candidates while the graph is built.</param>
/// <param name="Threads">Threads that build it.</param>
/// <param name="Index">hnsw, ivf, dynamic, flat for an index that only scans codes, or exact for none.</param>
/// <param name="Quantization">What the index reads; null for the default.</param>
/// <param name="NList">Groups of an ivf index; null for the default.</param>
/// <param name="Rows">How many of the base rows, from the first; null for all.</param>
internal sealed record BuildRequest(
    string Path, string Base, string? Attributes, string Metric, int M, int EfConstruction,
    int Threads, string Index, string? Quantization, int? NList = null, int? Rows = null);
