using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json.Nodes;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Makes files whose checksums are right, whatever they hold.</summary>
internal static class Forge
{
    private const int FooterLength = 32;
    private const int EntryLength = 32;

    /// <summary>Makes the checksums of a section file fit its bytes, as far as its table lets it.</summary>
    public static void Seal(byte[] file)
    {
        Span<byte> footer = file.AsSpan(file.Length - FooterLength);
        long table = BinaryPrimitives.ReadInt64LittleEndian(footer);
        int count = BinaryPrimitives.ReadInt32LittleEndian(footer[8..]);
        if (table >= 64 && count >= 0 && count < 1000 && table + ((long)count * EntryLength) == file.Length - FooterLength)
        {
            for (int i = 0; i < count; i++)
            {
                Span<byte> entry = file.AsSpan((int)table + (i * EntryLength), EntryLength);
                long offset = BinaryPrimitives.ReadInt64LittleEndian(entry[8..]);
                long length = BinaryPrimitives.ReadInt64LittleEndian(entry[16..]);
                if (offset < 0 || length < 0 || offset > file.Length - length)
                    continue;
                var checksum = new SectionChecksum();
                checksum.Append(file.AsSpan((int)offset, (int)length));
                BinaryPrimitives.WriteUInt64LittleEndian(entry[24..], checksum.Value);
            }
        }

        long start = table >= 64 && table <= file.Length - 16 ? table : file.Length - FooterLength;
        var hash = new XxHash3();
        hash.Append(file.AsSpan(0, 64));
        hash.Append(file.AsSpan((int)start, file.Length - 16 - (int)start));
        BinaryPrimitives.WriteUInt64LittleEndian(footer[16..], hash.GetCurrentHashAsUInt64());
    }

    /// <summary>Puts a file of a segment in place, and has the manifest name it as it is now.</summary>
    public static void Put(Specimen specimen, MemoryFileSystem disk, string path, byte[] file)
    {
        disk.Put(path, file);
        string manifest = specimen.Files.Keys.First(one => Tally.KindOf(one) == "manifest");
        JsonNode json = JsonNode.Parse(ManifestText(specimen.Files[manifest]))!;
        string name = Path.GetFileName(path);
        foreach (JsonNode? segment in json["segments"]!.AsArray())
        {
            int number = int.Parse(Path.GetFileName(Path.GetDirectoryName(path)!), CultureInfo.InvariantCulture);
            if ((int)segment!["number"]! != number)
                continue;
            JsonNode record = name.StartsWith("deletes", StringComparison.Ordinal)
                ? segment["deletes"]!["file"]!
                : segment["files"]![name]!;
            record["length"] = file.Length;
            record["checksum"] = BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(file.Length - 16)).ToString(
                "x16", CultureInfo.InvariantCulture);
        }

        disk.Put(manifest, Manifest(json.ToJsonString()));
    }

    public static string ManifestText(byte[] file)
    {
        int end = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(file.Length - FooterLength));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(end + 16));
        return System.Text.Encoding.UTF8.GetString(file, 64, length);
    }

    public static byte[] Manifest(string json)
    {
        var files = new MemoryFileSystem("/");
        using var file = new SectionFileWriter(files, "/file", FileKind.Manifest, 2);
        file.WriteSection(1, System.Text.Encoding.UTF8.GetBytes(json));
        file.Finish();
        return files.ReadAllBytes("/file");
    }

    /// <summary>The places of the payloads of a log file.</summary>
    public static List<Range> Payloads(byte[] log)
    {
        var payloads = new List<Range>();
        for (int at = WalFormat.HeaderLength; at + WalFormat.RecordHeaderLength <= log.Length;)
        {
            int start = at + WalFormat.RecordHeaderLength;
            at = start + (int)WalFormat.ReadRecordHeader(log.AsSpan(at)).Length;
            if (at > start)
                payloads.Add(start..at);
        }

        return payloads;
    }

    /// <summary>Makes the checksum of a record fit its payload.</summary>
    public static void SealRecord(byte[] log, Range payload, long number)
    {
        Span<byte> record = log.AsSpan(
            payload.Start.Value - WalFormat.RecordHeaderLength, payload.End.Value - payload.Start.Value + WalFormat.RecordHeaderLength);
        WalRecordHeader header = WalFormat.ReadRecordHeader(record);
        WalFormat.SealRecord(record, number, header.Sequence, header.Synced);
    }
}
