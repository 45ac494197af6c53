using System.Buffers.Binary;
using System.IO.Hashing;

namespace Zvec.Engine.Storage;

/// <summary>Writes an immutable file of sections, each with a checksum.</summary>
/// <remarks>
/// <code>
/// header   64 bytes: "ZVEC", u16 kind, u16 version, zeros
/// sections each starts at a multiple of 64 bytes, zeros between
/// table    per section: u32 id, u32 zero, u64 offset, u64 length, u64 SectionChecksum of the section's bytes
/// footer   32 bytes: u64 offset of the table, u32 number of sections, u16 kind, u16 version, u64 XxHash3 of header, table and
///          the footer up to here, "ZVECEND\0"
/// </code>
/// All numbers are little-endian. Sections are written one after the other, each in as many pieces as is convenient.
/// </remarks>
internal sealed class SectionFileWriter : IDisposable
{
    public const int Alignment = 64;
    public const int HeaderLength = 64;
    public const int EntryLength = 32;
    public const int FooterLength = 32;
    public const int MaxSections = 1 << 16;

    private const int BufferLength = 1 << 16;

    private readonly IWritableFile _file;
    private readonly FileKind _kind;
    private readonly ushort _version;
    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly SectionChecksum _sectionChecksum = new();
    private readonly XxHash3 _fileHash = new();
    private readonly List<(uint Id, long Offset, long Length, ulong Hash)> _sections = [];
    private int _buffered;
    private long _position;
    private bool _inSection;
    private uint _sectionId;
    private long _sectionStart;

    public SectionFileWriter(IFileSystem fileSystem, string path, FileKind kind, ushort version)
        : this(fileSystem.Create(path), kind, version)
    {
    }

    /// <param name="file">Where the bytes go; disposed with the writer.</param>
    /// <param name="kind">What the file holds.</param>
    /// <param name="version">The version of its format.</param>
    public SectionFileWriter(IWritableFile file, FileKind kind, ushort version)
    {
        _kind = kind;
        _version = version;
        _file = file;
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        WriteHeader(header, kind, version);
        _fileHash.Append(header);
        Append(header);
    }

    /// <summary>Bytes of the file so far.</summary>
    public long Length => _position;

    /// <summary>The checksum in the footer, which covers the header and the checksums of all sections; after
    /// <see cref="Finish"/>.</summary>
    public ulong Checksum { get; private set; }

    internal static ReadOnlySpan<byte> Magic => "ZVEC"u8;

    internal static ReadOnlySpan<byte> EndMagic => "ZVECEND\0"u8;

    public static void WriteHeader(Span<byte> header, FileKind kind, ushort version)
    {
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)kind);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], version);
    }

    public void BeginSection(uint id)
    {
        if (_inSection)
            throw new InvalidOperationException("The section before has not ended.");
        if (_sections.Count == MaxSections || _sections.Exists(section => section.Id == id))
            throw new InvalidOperationException($"Section {id} is there already, or there are {MaxSections} of them.");
        Pad();
        _inSection = true;
        _sectionId = id;
        _sectionStart = _position;
        _sectionChecksum.Reset();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_inSection)
            throw new InvalidOperationException("Bytes belong to a section.");
        _sectionChecksum.Append(bytes);
        Append(bytes);
    }

    public void EndSection()
    {
        if (!_inSection)
            throw new InvalidOperationException("No section has begun.");
        _inSection = false;
        _sections.Add((_sectionId, _sectionStart, _position - _sectionStart, _sectionChecksum.Value));
    }

    public void WriteSection(uint id, ReadOnlySpan<byte> bytes)
    {
        BeginSection(id);
        Write(bytes);
        EndSection();
    }

    /// <summary>Writes the table and the footer, and returns when the file is on the device.</summary>
    public void Finish()
    {
        if (_inSection)
            throw new InvalidOperationException("The last section has not ended.");
        Pad();
        long tableOffset = _position;
        byte[] tail = new byte[(_sections.Count * EntryLength) + FooterLength];
        Span<byte> span = tail;
        foreach ((uint id, long offset, long length, ulong hash) in _sections)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(span, id);
            BinaryPrimitives.WriteInt64LittleEndian(span[8..], offset);
            BinaryPrimitives.WriteInt64LittleEndian(span[16..], length);
            BinaryPrimitives.WriteUInt64LittleEndian(span[24..], hash);
            span = span[EntryLength..];
        }

        BinaryPrimitives.WriteInt64LittleEndian(span, tableOffset);
        BinaryPrimitives.WriteInt32LittleEndian(span[8..], _sections.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(span[12..], (ushort)_kind);
        BinaryPrimitives.WriteUInt16LittleEndian(span[14..], _version);
        _fileHash.Append(tail.AsSpan(0, tail.Length - 16));
        Checksum = _fileHash.GetCurrentHashAsUInt64();
        BinaryPrimitives.WriteUInt64LittleEndian(span[16..], Checksum);
        EndMagic.CopyTo(span[24..]);
        Append(tail);
        FlushBuffer();
        _file.Sync();
    }

    public void Dispose() => _file.Dispose();

    private void Pad()
    {
        int padding = (int)(-_position & (Alignment - 1));
        Span<byte> zeros = stackalloc byte[Alignment];
        zeros.Clear();
        Append(zeros[..padding]);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _position += bytes.Length;
        if (bytes.Length > BufferLength - _buffered && _buffered > 0)
            FlushBuffer();
        if (bytes.Length >= BufferLength)
        {
            _file.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    private void FlushBuffer()
    {
        _file.Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }
}
