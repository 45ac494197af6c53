using System.Text;
using Zvec.Engine.Partitions;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Partitions;

/// <summary>Catalogs of damaged bytes, and of bytes that are right and say what cannot be.</summary>
public sealed class PartitionCatalogTests
{
    private const string File = "/disk/PARTITIONS";

    private static readonly PartitionCatalog Catalog = new(
        new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        new SchemaHistory([PartitionedPair.Schema.WithIds()]),
        PartitionBy.Field("tenant"),
        NextNumber: 4,
        [new PartitionRecord("ant", 1, IsAttached: true), new PartitionRecord("(none)", 3, IsAttached: false)]);

    [Fact]
    public void Every_damaged_byte_is_found_or_harmless_and_so_is_every_cut()
    {
        var disk = new MemoryFileSystem("/disk");
        PartitionCatalogFile.Write(disk, File, Catalog);
        AssertSame(PartitionCatalogFile.Read(disk, File, partitionOfKey: null));
        byte[] bytes = disk.ReadAllBytes(File);
        int found = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte damage in (byte[])[1, 0x80])
            {
                byte[] damaged = [.. bytes];
                damaged[i] ^= damage;
                found += IsFound(damaged) ? 1 : 0;
            }

            Assert.True(IsFound(bytes[..i]));
        }

        Assert.True(found > bytes.Length);
    }

    [Theory]
    [InlineData("\"nextNumber\":4", "\"nextNumber\":3")]
    [InlineData("\"number\":1", "\"number\":3")]
    [InlineData("\"number\":1", "\"number\":0")]
    [InlineData("\"number\":1", "\"number\":\"1\"")]
    [InlineData("\"name\":\"ant\"", "\"name\":\"(none)\"")]
    [InlineData("\"name\":\"ant\"", "\"name\":\"(ant\"")]
    [InlineData("\"attached\":false", "\"attached\":7")]
    [InlineData("\"kind\":\"field\",\"field\":\"tenant\"", "\"kind\":\"field\",\"field\":\"near\"")]
    [InlineData("\"kind\":\"field\",\"field\":\"tenant\"", "\"kind\":\"field\",\"field\":null")]
    [InlineData("\"kind\":\"field\",\"field\":\"tenant\"", "\"kind\":\"time\",\"field\":\"time\",\"period\":\"77\"")]
    [InlineData("\"kind\":\"field\",\"field\":\"tenant\"", "\"kind\":\"keyHash\",\"partitions\":0")]
    [InlineData("\"id\":\"00000001", "\"id\":\"x")]
    [InlineData("\"backup\":false,", "")]
    [InlineData("\"schemas\":[", "\"schemas\":[],\"other\":[")]
    public void What_cannot_be_is_damage(string part, string by)
    {
        var disk = new MemoryFileSystem("/disk");
        PartitionCatalogFile.Write(disk, File, Catalog);
        using var reader = new SectionFileReader(disk, File, FileKind.Partitions, PartitionCatalogFile.Version, verify: true);
        Section content = reader.GetSection(1);
        string text = Encoding.UTF8.GetString(content.Slice(0, (int)content.Length).ToArray());
        Assert.Contains(part, text, StringComparison.Ordinal);
        byte[] lie = Encoding.UTF8.GetBytes(text.Replace(part, by, StringComparison.Ordinal));
        AtomicFile.WriteSections(disk, File, FileKind.Partitions, PartitionCatalogFile.Version, file => file.WriteSection(1, lie));
        var refused = Assert.Throws<ZvecException>(() => PartitionCatalogFile.Read(disk, File, partitionOfKey: null));
        Assert.Equal(ZvecErrorCode.DataCorruption, refused.Code);
        Assert.Contains(File, refused.Message, StringComparison.Ordinal);
    }

    private static bool IsFound(byte[] bytes)
    {
        var disk = new MemoryFileSystem("/disk");
        disk.Put(File, bytes);
        try
        {
            AssertSame(PartitionCatalogFile.Read(disk, File, partitionOfKey: null));
            return false;
        }
        catch (ZvecException exception)
        {
            Assert.True(exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat);
            Assert.Contains(File, exception.Message, StringComparison.Ordinal);
            return true;
        }
    }

    private static void AssertSame(PartitionCatalog read)
    {
        Assert.Equal(Catalog.Id, read.Id);
        Assert.Equal(Catalog.Partitions, read.Partitions);
        Assert.Equal(Catalog.NextNumber, read.NextNumber);
        Assert.True(PartitionCatalogFile.IsSame(Catalog.By, read.By));
        Assert.True(Catalog.Schemas.IsSame(read.Schemas));
        Assert.Empty(SchemaComparer.Differences(Catalog.Schema, read.Schema));
    }
}
