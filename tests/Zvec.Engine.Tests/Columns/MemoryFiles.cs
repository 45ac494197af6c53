using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Columns;

/// <summary>Section files in memory: enough of a file system to write one and map it again, with damage in between.</summary>
internal sealed class MemoryFiles : IFileSystem
{
    private const string Path = "/f1.column";

    private readonly List<byte> _content = [];

    public byte[] Content => [.. _content];

    public static byte[] Write(FileKind kind, ushort version, Action<SectionFileWriter> write)
    {
        var files = new MemoryFiles();
        using var file = new SectionFileWriter(files, Path, kind, version);
        write(file);
        file.Finish();
        return files.Content;
    }

    public static SectionFileReader Open(byte[] content, FileKind kind, ushort version, bool verify = true)
    {
        var files = new MemoryFiles();
        files._content.AddRange(content);
        return new SectionFileReader(files, Path, kind, version, verify);
    }

    public IWritableFile Create(string path) => new WritableFile(_content);

    public IMappedFile Map(string path) => new MappedFile(Content);

    public bool FileExists(string path) => throw new NotSupportedException();

    public bool DirectoryExists(string path) => throw new NotSupportedException();

    public IReadOnlyList<string> GetFiles(string directory) => throw new NotSupportedException();

    public IReadOnlyList<string> GetDirectories(string directory) => throw new NotSupportedException();

    public void CreateDirectory(string path) => throw new NotSupportedException();

    public void DeleteDirectory(string path) => throw new NotSupportedException();

    public void DeleteFile(string path) => throw new NotSupportedException();

    public void Rename(string source, string target) => throw new NotSupportedException();

    public void SyncDirectory(string path) => throw new NotSupportedException();

    public long GetLength(string path) => _content.Count;

    public byte[] ReadAllBytes(string path) => Content;

    public IWritableFile OpenAppend(string path, long length) => throw new NotSupportedException();

    public IDisposable? TryLock(string path) => throw new NotSupportedException();

    private sealed class WritableFile(List<byte> content) : IWritableFile
    {
        public long Length => content.Count;

        public void Write(ReadOnlySpan<byte> bytes) => content.AddRange(bytes);

        public void Sync()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed unsafe class MappedFile : IMappedFile
    {
        private readonly NativeBuffer _buffer;

        public MappedFile(byte[] content)
        {
            _buffer = new NativeBuffer(content.Length);
            content.CopyTo(_buffer.Slice(0, content.Length));
        }

        public string Path => MemoryFiles.Path;

        public long Length => _buffer.Length;

        public byte* Pointer => _buffer.Pointer;

        public void Dispose() => _buffer.Dispose();
    }
}
