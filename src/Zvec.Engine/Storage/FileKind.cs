namespace Zvec.Engine.Storage;

/// <summary>What a section file holds. The numbers are part of the file format.</summary>
internal enum FileKind : ushort
{
    Manifest = 1,
    WriteAheadLog = 2,
    Keys = 3,
    Column = 4,
    InvertedIndex = 5,
    Vectors = 6,
    Hnsw = 7,
    DeleteMap = 8,
    Codes = 9,
    Ivf = 10,
    Text = 11,
    SparseVectors = 12,
    SparseIndex = 13,
    Partitions = 14,
}
