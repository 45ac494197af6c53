using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Indexes.Vectors;

/// <summary>Files that live in memory: as much of a file system as writing and mapping section files asks for.</summary>
internal sealed class HeapFiles : IFileSystem
{
    private readonly Dictionary<string, MemoryStream> _files = [];

    /// <summary>A copy of the bytes of a file; bytes that are set are what the next map shows.</summary>
    public byte[] this[string path]
    {
        get => _files[path].ToArray();
        set => _files[path] = Stream(value);
    }

    public bool FileExists(string path) => _files.ContainsKey(path);

    public IWritableFile Create(string path) => new HeapFile(_files[path] = new MemoryStream());

    public unsafe IMappedFile Map(string path) => new Mapped(path, _files[path]);

    public long GetLength(string path) => _files[path].Length;

    public byte[] ReadAllBytes(string path) => this[path];

    public void DeleteFile(string path) => _files.Remove(path);

    public bool DirectoryExists(string path) => throw new NotSupportedException();

    public IReadOnlyList<string> GetFiles(string directory) => throw new NotSupportedException();

    public IReadOnlyList<string> GetDirectories(string directory) => throw new NotSupportedException();

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void Rename(string source, string target) => throw new NotSupportedException();

    public void SyncDirectory(string path) => throw new NotSupportedException();

    public IWritableFile OpenAppend(string path, long length) => throw new NotSupportedException();

    public IDisposable? TryLock(string path) => throw new NotSupportedException();

    private static MemoryStream Stream(byte[] bytes)
    {
        var stream = new MemoryStream();
        stream.Write(bytes);
        return stream;
    }

    private sealed class HeapFile(MemoryStream stream) : IWritableFile
    {
        public long Length => stream.Length;

        public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

        public void Sync()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed unsafe class Mapped : IMappedFile
    {
        private readonly NativeBuffer _buffer;

        public Mapped(string path, MemoryStream stream)
        {
            Path = path;
            _buffer = new NativeBuffer(stream.Length);
            stream.GetBuffer().AsSpan(0, (int)stream.Length).CopyTo(_buffer.Slice(0, (int)stream.Length));
        }

        public string Path { get; }

        public long Length => _buffer.Length;

        public byte* Pointer => _buffer.Pointer;

        public void Dispose() => _buffer.Dispose();
    }
}
