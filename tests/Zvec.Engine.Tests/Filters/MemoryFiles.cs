using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Filters;

/// <summary>Files in memory, as far as writing and mapping section files asks for them.</summary>
internal sealed class MemoryFiles : IFileSystem
{
    private readonly Dictionary<string, byte[]> _files = [];

    public IWritableFile Create(string path) => new Writable(this, path);

    public IMappedFile Map(string path) => new Mapped(path, _files[path]);

    public bool FileExists(string path) => throw new NotSupportedException();

    public bool DirectoryExists(string path) => throw new NotSupportedException();

    public IReadOnlyList<string> GetFiles(string directory) => throw new NotSupportedException();

    public IReadOnlyList<string> GetDirectories(string directory) => throw new NotSupportedException();

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void DeleteFile(string path) => throw new NotSupportedException();

    public void Rename(string source, string target) => throw new NotSupportedException();

    public void SyncDirectory(string path) => throw new NotSupportedException();

    public long GetLength(string path) => throw new NotSupportedException();

    public byte[] ReadAllBytes(string path) => throw new NotSupportedException();

    public IWritableFile OpenAppend(string path, long length) => throw new NotSupportedException();

    public IDisposable? TryLock(string path) => throw new NotSupportedException();

    private sealed class Writable(MemoryFiles owner, string path) : IWritableFile
    {
        private readonly MemoryStream _bytes = new();

        public long Length => _bytes.Length;

        public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public void Sync() => owner._files[path] = _bytes.ToArray();

        public void Dispose() => _bytes.Dispose();
    }

    private sealed unsafe class Mapped : IMappedFile
    {
        private readonly NativeBuffer _buffer;

        public Mapped(string path, byte[] bytes)
        {
            Path = path;
            _buffer = new NativeBuffer(bytes.Length);
            bytes.CopyTo(_buffer.Slice(0, bytes.Length));
        }

        public string Path { get; }

        public long Length => _buffer.Length;

        public byte* Pointer => _buffer.Pointer;

        public void Dispose() => _buffer.Dispose();
    }
}
