using System.Buffers.Binary;
using System.IO.Hashing;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Golden;

/// <summary>A file of a version that a later engine wrote, with all checksums right, is refused by name, and nothing on disk is changed:
/// neither it nor what looks like a leftover to this version.</summary>
public sealed class NewerFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Files => new()
    {
        { nameof(FileKind.Manifest), "MANIFEST-*" },
        { nameof(FileKind.WriteAheadLog), "*.wal" },
        { nameof(FileKind.Keys), "keys" },
        { nameof(FileKind.Column), "f7.column" },
        { nameof(FileKind.InvertedIndex), "f3.inverted" },
        { nameof(FileKind.Vectors), "v41.vectors" },
        { nameof(FileKind.Hnsw), "v41.hnsw" },
        { nameof(FileKind.DeleteMap), "deletes.*" },
        { nameof(FileKind.Codes), "v2.codes" },
        { nameof(FileKind.Ivf), "v3.ivf" },
        { nameof(FileKind.Text), "f1.text" },
        { nameof(FileKind.SparseVectors), "v4.sparse" },
        { nameof(FileKind.SparseIndex), "v4.postings" },
        { nameof(FileKind.Partitions), "PARTITIONS" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_kind_of_file_of_a_collection_is_tried() =>
        Assert.Equal(GoldenFiles.KindsOfCollections.Select(kind => kind.ToString()).Order(), Files.Select(row => row.Data.Item1).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void A_newer_file_is_refused_by_name_and_nothing_is_changed(string kind, string pattern)
    {
        GoldenFiles.Extract(GoldenFiles.Formats[^1], _folder["golden"]);
        string collection = pattern[0] is 'v' or 'f'
            && kind is not (nameof(FileKind.Column) or nameof(FileKind.InvertedIndex) or nameof(FileKind.Vectors) or nameof(FileKind.Hnsw))
            ? GoldenWorkload.Indexed
            : kind == nameof(FileKind.Partitions) ? GoldenWorkload.Partitioned : GoldenWorkload.Everything;
        string path = Path.Combine(_folder["golden"], collection);
        string file = Directory.GetFiles(path, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        Assert.Equal(kind, ((FileKind)BinaryPrimitives.ReadUInt16LittleEndian(File.ReadAllBytes(file).AsSpan(4))).ToString());
        (int before, int raised) = RaiseVersion(file);
        if (collection == GoldenWorkload.Partitioned)
            PutFile(Path.Combine(path, "partitions", "000099", "keys"));
        else
            PutLeftovers(path);
        SortedDictionary<string, string> bytes = GoldenFiles.Bytes(path);

        foreach (bool readOnly in (bool[])[false, true])
        {
            var options = new CollectionOptions { ReadOnly = readOnly };
            var exception = Assert.Throws<ZvecException>(() => kind == nameof(FileKind.Partitions)
                ? (IDisposable)PartitionedCollection.Open(path, new PartitionedCollectionOptions { Partition = options })
                : Collection.Open(path, options));
            Assert.Equal(ZvecErrorCode.UnsupportedFormat, exception.Code);
            Assert.Contains($"'{file}'", exception.Message, StringComparison.Ordinal);
            Assert.Contains($"version {raised} ", exception.Message, StringComparison.Ordinal);
            Assert.Contains($"up to {before}.", exception.Message, StringComparison.Ordinal);
            Assert.Equal(bytes, GoldenFiles.Bytes(path));
        }
    }

    /// <summary>What this version would remove from a collection that it can read.</summary>
    private static void PutLeftovers(string path)
    {
        File.WriteAllText(Path.Combine(path, "MANIFEST-000001"), "old");
        File.WriteAllText(Path.Combine(path, "MANIFEST-000099.tmp"), "new");
        File.WriteAllText(Path.Combine(path, "wal", "000001.wal"), "old");
        File.WriteAllText(Path.Combine(path, "segments", "000001", "f1.future"), "new");
        PutFile(Path.Combine(path, "segments", "000099", "keys"));
    }

    private static void PutFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "new");
    }

    private static (int Before, int Raised) RaiseVersion(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        Span<byte> span = bytes;
        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(span[6..]);
        BinaryPrimitives.WriteUInt16LittleEndian(span[6..], (ushort)(version + 1));
        if (file.EndsWith(".wal", StringComparison.Ordinal))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(span[24..], XxHash3.HashToUInt64(span[..24]));
        }
        else
        {
            Span<byte> footer = span[^32..];
            BinaryPrimitives.WriteUInt16LittleEndian(footer[14..], (ushort)(version + 1));
            int table = (int)BinaryPrimitives.ReadInt64LittleEndian(footer);
            var hash = new XxHash3();
            hash.Append(span[..64]);
            hash.Append(span[table..^16]);
            BinaryPrimitives.WriteUInt64LittleEndian(footer[16..], hash.GetCurrentHashAsUInt64());
        }

        File.WriteAllBytes(file, bytes);
        return (version, version + 1);
    }
}
