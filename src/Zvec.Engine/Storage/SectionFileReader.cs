using System.Buffers.Binary;
using System.IO.Hashing;

namespace Zvec.Engine.Storage;

/// <summary>Maps a file that <see cref="SectionFileWriter"/> wrote. Header, table and footer are checked when it is opened; a damaged file
/// is <see cref="ZvecErrorCode.DataCorruption"/>, one of a later version <see cref="ZvecErrorCode.UnsupportedFormat"/>.</summary>
internal sealed unsafe class SectionFileReader : IDisposable
{
    private const int CopiedPiece = 1 << 20;

    private readonly IMappedFile _file;
    private readonly (uint Id, long Offset, long Length, ulong Hash)[] _sections;

    /// <param name="fileSystem">Where the file is.</param>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it must hold.</param>
    /// <param name="newestVersion">The newest version of that kind which the caller can read.</param>
    /// <param name="verify">Whether to check every section's checksum now.</param>
    public SectionFileReader(IFileSystem fileSystem, string path, FileKind kind, ushort newestVersion, bool verify)
    {
        _file = fileSystem.Map(path);
        try
        {
            _sections = ReadTable(kind, newestVersion);
            if (verify)
                Verify();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public string Path => _file.Path;

    /// <summary>The file's size, in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>The checksum in the footer, which covers the header and the checksums of all sections.</summary>
    public ulong Checksum { get; private set; }

    /// <summary>The version that the file was written with.</summary>
    public ushort Version { get; private set; }

    public static ZvecException Corrupt(string path, string what) => new(
        ZvecErrorCode.DataCorruption, $"The file '{path}' is damaged: {what}. Restore it from a backup.");

    public bool HasSection(uint id) => Array.Exists(_sections, section => section.Id == id);

    public Section GetSection(uint id)
    {
        foreach ((uint Id, long Offset, long Length, ulong Hash) section in _sections)
        {
            if (section.Id == id)
                return new Section(_file.Pointer + section.Offset, section.Length, Path);
        }

        throw Corrupt(Path, $"section {id} is missing");
    }

    /// <summary>Reads the whole file and compares every section with its checksum.</summary>
    public void Verify()
    {
        foreach ((_, string what) in FindDamage())
            throw Corrupt(Path, what);
    }

    /// <summary>Reads the whole file and compares every section with its checksum.</summary>
    /// <returns>What is wrong, with the section that it concerns.</returns>
    public IReadOnlyList<(uint Section, string What)> FindDamage()
    {
        var damage = new List<(uint, string)>();
        var checksum = new SectionChecksum();
        foreach ((uint id, long offset, long length, ulong expected) in _sections)
        {
            checksum.Reset();
            for (long done = 0; done < length;)
            {
                int piece = (int)Math.Min(length - done, 1 << 30);
                checksum.Append(new ReadOnlySpan<byte>(_file.Pointer + offset + done, piece));
                done += piece;
            }

            if (checksum.Value != expected)
                damage.Add((id, $"the checksum of section {id} (bytes {offset} to {offset + length}) does not match"));

            // the zeros up to the next section, which no checksum covers
            long end = offset + length;
            if (new ReadOnlySpan<byte>(_file.Pointer + end, (int)(-end & (SectionFileWriter.Alignment - 1))).ContainsAnyExcept((byte)0))
                damage.Add((id, $"there are bytes between section {id}, which ends at {end}, and the next"));
        }

        _file.Forget(0, _file.Length);
        return damage;
    }

    /// <summary>Copies bytes of a section of a large file, without keeping pages of it in memory; false when the file is not
    /// large.</summary>
    public bool TryRead(Section section, long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > section.Length - bytes.Length)
            throw new ArgumentOutOfRangeException(nameof(offset));
        return _file.TryRead(section.Pointer - _file.Pointer + offset, bytes);
    }

    /// <summary>Gives memory back that a section of a large file takes; its bytes are read again when they are touched.</summary>
    public void Forget(Section section) => _file.Forget(section.Pointer - _file.Pointer, section.Length);

    /// <summary>Appends all bytes of the file, as they are, to another.</summary>
    public void CopyTo(IWritableFile target, CancellationToken cancellationToken)
    {
        for (long done = 0; done < _file.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int piece = (int)Math.Min(_file.Length - done, CopiedPiece);
            target.Write(new ReadOnlySpan<byte>(_file.Pointer + done, piece));
            done += piece;
        }
    }

    public void Dispose() => _file.Dispose();

    private (uint Id, long Offset, long Length, ulong Hash)[] ReadTable(FileKind kind, ushort newestVersion)
    {
        const int Header = SectionFileWriter.HeaderLength;
        const int Footer = SectionFileWriter.FooterLength;
        long length = _file.Length;
        if (length < Header + Footer)
            throw Corrupt(Path, $"it has {length} bytes, fewer than any file of this kind");
        var header = new ReadOnlySpan<byte>(_file.Pointer, Header);
        var footer = new ReadOnlySpan<byte>(_file.Pointer + length - Footer, Footer);
        if (!header.StartsWith(SectionFileWriter.Magic))
            throw Corrupt(Path, "it does not begin with 'ZVEC'");
        var actualKind = (FileKind)BinaryPrimitives.ReadUInt16LittleEndian(header[4..]);
        Version = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
        if (actualKind != kind)
            throw Corrupt(Path, $"it holds {actualKind} where {kind} was expected");
        if (Version == 0)
            throw Corrupt(Path, "it has format version 0, which never was");
        if (Version > newestVersion)
        {
            throw new ZvecException(
                ZvecErrorCode.UnsupportedFormat,
                $"The file '{Path}' has format version {Version} and this version of Zvec reads up to {newestVersion}. "
                    + "Open it with a newer Zvec.");
        }

        if (!footer[24..].SequenceEqual(SectionFileWriter.EndMagic))
            throw Corrupt(Path, "its end is missing");
        long tableOffset = BinaryPrimitives.ReadInt64LittleEndian(footer);
        int count = BinaryPrimitives.ReadInt32LittleEndian(footer[8..]);
        bool fits = count is >= 0 and <= SectionFileWriter.MaxSections && tableOffset >= Header
            && tableOffset == length - Footer - ((long)count * SectionFileWriter.EntryLength);
        if (!fits)
            throw Corrupt(Path, $"its table of {count} sections at byte {tableOffset} does not fit its {length} bytes");
        var hash = new XxHash3();
        hash.Append(header);
        hash.Append(new ReadOnlySpan<byte>(_file.Pointer + tableOffset, (int)(length - tableOffset - 16)));
        Checksum = hash.GetCurrentHashAsUInt64();
        if (Checksum != BinaryPrimitives.ReadUInt64LittleEndian(footer[16..]))
            throw Corrupt(Path, "the checksum of its header and table does not match");

        var sections = new (uint, long, long, ulong)[count];
        var table = new ReadOnlySpan<byte>(_file.Pointer + tableOffset, count * SectionFileWriter.EntryLength);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = table.Slice(i * SectionFileWriter.EntryLength, SectionFileWriter.EntryLength);
            long offset = BinaryPrimitives.ReadInt64LittleEndian(entry[8..]);
            long size = BinaryPrimitives.ReadInt64LittleEndian(entry[16..]);
            if (offset < Header || size < 0 || offset > tableOffset - size || offset % SectionFileWriter.Alignment != 0)
                throw Corrupt(Path, $"section {i} at byte {offset} with {size} bytes lies outside it, or is not aligned");
            sections[i] = (
                BinaryPrimitives.ReadUInt32LittleEndian(entry), offset, size, BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]));
        }

        return sections;
    }
}
