using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using CsCheck;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

public sealed class SectionFileTests
{
    private const string Path = "/db/file";

    [Fact]
    public void Sections_of_any_size_come_back_aligned() => Gen.Int[0, 200_000].Array[0, 6].Sample(
        lengths =>
        {
            var files = new MemoryFileSystem("/db");
            var random = new Random(lengths.Length);
            byte[][] contents = Array.ConvertAll(lengths, length => Bytes(random, length));
            using (var writer = new SectionFileWriter(files, Path, FileKind.Column, 3))
            {
                for (int i = 0; i < contents.Length; i++)
                {
                    writer.BeginSection((uint)(i * 7));
                    for (int done = 0; done < contents[i].Length;)
                    {
                        int piece = Math.Min(random.Next(1, 100_000), contents[i].Length - done);
                        writer.Write(contents[i].AsSpan(done, piece));
                        done += piece;
                    }

                    writer.EndSection();
                }

                writer.Finish();
                Assert.Equal(files.GetLength(Path), writer.Length);
            }

            using var reader = new SectionFileReader(files, Path, FileKind.Column, 3, verify: true);
            Assert.Equal(3, reader.Version);
            for (int i = 0; i < contents.Length; i++)
            {
                Section section = reader.GetSection((uint)(i * 7));
                Assert.Equal(contents[i].Length, section.Length);
                Assert.True(section.AsSpan<byte>(contents[i].Length).SequenceEqual(contents[i]));
                Assert.Equal(0, Address(section) % 64);
            }

            Assert.False(reader.HasSection(5));
            AssertCode(ZvecErrorCode.DataCorruption, () => reader.GetSection(5));
        },
        iter: 30);

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        byte[] whole = Sample(out _);
        for (int at = 0; at < whole.Length; at++)
        {
            foreach (byte xor in (byte[])[0x01, 0x80, 0xFF])
            {
                byte[] damaged = (byte[])whole.Clone();
                damaged[at] ^= xor;
                bool isLaterVersion = BinaryPrimitives.ReadUInt16LittleEndian(damaged.AsSpan(6)) > 3;
                AssertCode(isLaterVersion ? ZvecErrorCode.UnsupportedFormat : ZvecErrorCode.DataCorruption, () => Open(damaged));
            }
        }
    }

    [Fact]
    public void Every_shorter_or_longer_file_is_noticed()
    {
        byte[] whole = Sample(out _);
        for (int length = 0; length < whole.Length; length++)
            AssertCode(ZvecErrorCode.DataCorruption, () => Open(whole.AsSpan(0, length).ToArray()));
        AssertCode(ZvecErrorCode.DataCorruption, () => Open([.. whole, 0]));
        AssertCode(ZvecErrorCode.DataCorruption, () => Open([.. whole, .. new byte[64]]));
        AssertCode(ZvecErrorCode.DataCorruption, () => Open([.. whole, .. whole]));
        AssertCode(ZvecErrorCode.DataCorruption, () => Open(new byte[4096]));
    }

    [Fact]
    public void Another_kind_is_corruption_and_a_newer_version_unsupported()
    {
        byte[] whole = Sample(out _);
        var files = new MemoryFileSystem("/db");
        files.Put(Path, whole);
        AssertCode(ZvecErrorCode.DataCorruption, () => new SectionFileReader(files, Path, FileKind.Manifest, 3, verify: false).Dispose());
        AssertCode(ZvecErrorCode.UnsupportedFormat, () => new SectionFileReader(files, Path, FileKind.Column, 2, verify: false).Dispose());
        new SectionFileReader(files, Path, FileKind.Column, 4, verify: true).Dispose();
    }

    [Fact]
    public void A_table_that_lies_under_a_right_checksum_is_noticed()
    {
        long[] hostile = [-1, 0, 1, 63, 65, 100, 128, 1 << 20, int.MaxValue, long.MaxValue, long.MinValue, long.MaxValue - 63];
        foreach (long offset in hostile)
        {
            foreach (long length in hostile)
            {
                byte[] bytes = Sample(out int table);
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(table + 8), offset);
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(table + 16), length);
                Reseal(bytes, table);
                AssertCode(ZvecErrorCode.DataCorruption, () => Open(bytes));
            }
        }

        foreach (int count in (int[])[-1, 0, 1, 3, 100, int.MaxValue, int.MinValue, 1 << 27])
        {
            byte[] bytes = Sample(out int table);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 24), count);
            Reseal(bytes, table);
            AssertCode(ZvecErrorCode.DataCorruption, () => Open(bytes));
        }
    }

    [Fact]
    public void A_section_checks_what_is_asked_of_it()
    {
        var files = new MemoryFileSystem("/db");
        files.Put(Path, Sample(out _));
        using var reader = new SectionFileReader(files, Path, FileKind.Column, 3, verify: true);
        Section section = reader.GetSection(1);
        Assert.Equal("hello", Encoding.UTF8.GetString(section.Slice(0, 5)));
        Assert.Equal((byte)'o', section.Read<byte>(4));
        AssertCode(ZvecErrorCode.DataCorruption, () => section.Slice(-1, 1));
        AssertCode(ZvecErrorCode.DataCorruption, () => section.Slice(5, 1));
        AssertCode(ZvecErrorCode.DataCorruption, () => section.Slice(long.MaxValue, 1));
        AssertCode(ZvecErrorCode.DataCorruption, () => section.Slice(0, -1));
        AssertCode(ZvecErrorCode.DataCorruption, () => section.Read<int>(1));
        AssertCode(ZvecErrorCode.DataCorruption, () => section.AsSpan<int>(1));
    }

    [Fact]
    public void A_writer_insists_on_order()
    {
        using var writer = new SectionFileWriter(new MemoryFileSystem("/db"), Path, FileKind.Column, 1);
        Assert.Throws<InvalidOperationException>(() => writer.Write("x"u8));
        Assert.Throws<InvalidOperationException>(writer.EndSection);
        writer.BeginSection(1);
        Assert.Throws<InvalidOperationException>(() => writer.BeginSection(2));
        Assert.Throws<InvalidOperationException>(writer.Finish);
        writer.EndSection();
        Assert.Throws<InvalidOperationException>(() => writer.BeginSection(1));
    }

    [Fact]
    public void An_atomic_write_leaves_the_old_file_or_the_new_one_wherever_it_stops()
    {
        for (int failAt = 1; ; failAt++)
        {
            var files = new MemoryFileSystem("/db");
            files.Put(Path, "old"u8);
            files.Put(Path + AtomicFile.TemporarySuffix, "left behind by a crash"u8);
            files.FailAt = failAt;
            files.FailsForGood = true;
            files.TearsWrites = true;
            bool failed = false;
            try
            {
                AtomicFile.WriteBytes(files, Path, "new"u8.ToArray());
            }
            catch (IOException)
            {
                failed = true;
            }

            for (int seed = -1; seed < 8; seed++)
            {
                string content = Encoding.UTF8.GetString(files.Crash(seed < 0 ? null : new Random(seed)).ReadAllBytes(Path));
                Assert.True(content == "new" || (failed && content == "old"), content);
            }

            if (!failed)
                return;
        }
    }

    [Fact]
    public void An_atomic_section_file_is_durable()
    {
        var files = new MemoryFileSystem("/db");
        AtomicFile.WriteSections(files, Path, FileKind.Manifest, 1, writer => writer.WriteSection(1, "schema"u8));
        MemoryFileSystem after = files.Crash();
        Assert.Equal([Path], after.GetFiles("/db"));
        using var reader = new SectionFileReader(after, Path, FileKind.Manifest, 1, verify: true);
        Assert.Equal("schema", Encoding.UTF8.GetString(reader.GetSection(1).Slice(0, 6)));
    }

    private static unsafe long Address(Section section) => (long)section.Pointer;

    private static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A small file of version 3 with sections 1 and 2.</summary>
    private static byte[] Sample(out int table)
    {
        var files = new MemoryFileSystem("/db");
        using (var writer = new SectionFileWriter(files, Path, FileKind.Column, 3))
        {
            writer.WriteSection(1, "hello"u8);
            writer.WriteSection(2, Bytes(new Random(1), 100));
            writer.Finish();
        }

        byte[] bytes = files.ReadAllBytes(Path);
        table = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(bytes.Length - 32));
        return bytes;
    }

    private static void Reseal(byte[] bytes, int table)
    {
        var hash = new XxHash3();
        hash.Append(bytes.AsSpan(0, 64));
        hash.Append(bytes.AsSpan(table, bytes.Length - table - 16));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(bytes.Length - 16), hash.GetCurrentHashAsUInt64());
    }

    private static void Open(byte[] bytes)
    {
        var files = new MemoryFileSystem("/db");
        files.Put(Path, bytes);
        new SectionFileReader(files, Path, FileKind.Column, 3, verify: true).Dispose();
    }

    private static void AssertCode(ZvecErrorCode code, Action action)
    {
        var exception = Assert.Throws<ZvecException>(action);
        Assert.Equal(code, exception.Code);
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
    }
}
