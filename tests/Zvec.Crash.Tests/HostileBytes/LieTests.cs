using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Files whose checksums are right and whose content no writer wrote. A reader may refuse them or answer nonsense; it may not
/// read outside the file, allocate without bound, run forever, or fail with another exception.</summary>
public sealed class LieTests(ITestOutputHelper output)
{
    private const int TriesPerFile = 40;

    private static readonly long[] Numbers =
    [
        0, 1, 2, 3, 63, 64, 65, -1, -2, sbyte.MinValue, byte.MaxValue, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MaxValue - 1,
        int.MinValue, uint.MaxValue, 0x7FFFFFC7, long.MaxValue, long.MinValue, 1L << 32, 1L << 62,
    ];

    [Fact(Timeout = 600_000)]
    public Task Section_files_that_lie_of_every_type_are_survived() => LieAsync(Specimens.WideAsync);

    [Fact(Timeout = 600_000)]
    public Task Section_files_that_lie_of_graphs_and_delete_maps_are_survived() => LieAsync(Specimens.DeepAsync);

    [Fact(Timeout = 600_000)]
    public async Task Log_records_that_lie_are_survived()
    {
        foreach (Specimen specimen in new[] { await Specimens.WideAsync(), await Specimens.DeepAsync() })
        {
            int refused = 0;
            int tries = 0;
            foreach ((string path, byte[] log) in specimen.Files.Where(file => Tally.KindOf(file.Key) == "log"))
            {
                long number = long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture);
                foreach (Range payload in Forge.Payloads(log))
                {
                    for (int seed = 0; seed < 150; seed++)
                    {
                        byte[] lie = [.. log];
                        Mutate(lie, payload, new Random(seed));
                        Forge.SealRecord(lie, payload, number);
                        MemoryFileSystem disk = specimen.NewDisk();
                        disk.Put(path, lie);
                        tries++;
                        if (Probe.Survive(disk, new CollectionOptions { ReadOnly = true }, 0, $"{path}, record at {payload}, seed {seed}"))
                            refused++;
                    }
                }
            }

            output.WriteLine($"log records: {tries} lies, {refused} refused, the others read as something else");
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task Manifests_that_lie_are_survived()
    {
        Specimen specimen = await Specimens.DeepAsync();
        string path = specimen.Files.Keys.First(one => Tally.KindOf(one) == "manifest");
        string text = Forge.ManifestText(specimen.Files[path]);
        int refused = 0;
        int tries = 0;
        foreach ((string what, string json) in Lies(text))
        {
            MemoryFileSystem disk = specimen.NewDisk();
            disk.Put(path, Forge.Manifest(json));
            tries++;
            if (Probe.Survive(disk, new CollectionOptions { ReadOnly = true }, json.Length * 100L, $"the manifest with {what}"))
                refused++;
        }

        output.WriteLine($"manifests: {tries} lies, {refused} refused");
        Assert.True(refused > tries / 2);
    }

    [Theory]
    [InlineData("../../outside/keys")]
    [InlineData("/etc/passwd")]
    [InlineData("f1.column/../../x")]
    [InlineData("f01.column")]
    [InlineData("f-1.column")]
    [InlineData("f99.column")]
    [InlineData("deletes.000001")]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public async Task A_manifest_that_names_a_file_of_another_name_is_refused(string name)
    {
        Specimen specimen = await Specimens.DeepAsync();
        string path = specimen.Files.Keys.First(one => Tally.KindOf(one) == "manifest");
        JsonNode json = JsonNode.Parse(Forge.ManifestText(specimen.Files[path]))!;
        json["segments"]![0]!["files"]![name] = new JsonObject { ["length"] = 64 };
        MemoryFileSystem disk = specimen.NewDisk();
        disk.Put(path, Forge.Manifest(json.ToJsonString()));
        ZvecException exception = Assert.Throws<ZvecException>(() => CollectionOpener.Open(disk, Specimen.Root, new CollectionOptions()));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
    }

    private async Task LieAsync(Func<Task<Specimen>> make)
    {
        Specimen specimen = await make();
        string[] paths = [.. specimen.Files.Keys.Where(path => path.Contains("/segments/", StringComparison.Ordinal))];
        var tally = new Tally();
        int refused = 0;
        await Task.Run(() => Parallel.ForEach(
            paths,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            path =>
            {
                for (int seed = 0; seed < TriesPerFile; seed++)
                {
                    byte[] lie = [.. specimen.Files[path]];
                    Mutate(lie, 0..lie.Length, new Random(seed));
                    Forge.Seal(lie);
                    MemoryFileSystem disk = specimen.NewDisk();
                    Forge.Put(specimen, disk, path, lie);
                    var options = new CollectionOptions { ReadOnly = true, VerifyChecksums = seed % 2 == 0 };
                    tally.Guard(() =>
                    {
                        if (Probe.Survive(disk, options, 0, $"{path}, seed {seed}"))
                            Interlocked.Increment(ref refused);
                    });
                }
            }));
        output.WriteLine($"section files: {paths.Length * TriesPerFile} lies, {refused} refused, the others read as something else");
        Assert.True(tally.Failures.Count == 0, string.Join('\n', tally.Failures));
    }

    /// <summary>Changes some numbers or bytes of a part of a file.</summary>
    private static void Mutate(byte[] file, Range part, Random random)
    {
        Span<byte> bytes = file.AsSpan(part);
        Span<byte> number = stackalloc byte[8];
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int width = 1 << random.Next(4);
            if (width > bytes.Length)
                width = 1;
            int at = random.Next(bytes.Length - width + 1) / width * width;
            Span<byte> place = bytes.Slice(at, width);
            BinaryPrimitives.WriteInt64LittleEndian(number, Numbers[random.Next(Numbers.Length)]);
            if (random.Next(4) == 0)
                random.NextBytes(place);
            else
                number[..width].CopyTo(place);
        }
    }

    /// <summary>Each value of the manifest replaced by others, left out, or there twice; and some larger lies.</summary>
    private static IEnumerable<(string What, string Json)> Lies(string text)
    {
        string[] values =
        [
            "null", "true", "-1", "0", "1", "2147483647", "2147483648", "-9223372036854775808", "9223372036854775807", "1e400", "1.5",
            "\"\"", "\"../../x\"", "\"/etc/passwd\"", "\"SURROGATE\"", "\"String\"", "[]", "{}", "[[[[]]]]", "\"x\\u0000\"",
        ];
        foreach (string pointer in Pointers(JsonNode.Parse(text)!, ""))
        {
            foreach (string value in values)
                yield return ($"{value} at {pointer}", Changed(text, pointer, JsonNode.Parse(value)));
            yield return ($"nothing at {pointer}", Changed(text, pointer, null, remove: true));
        }

        yield return ("nesting", text.Replace("\"segments\":", "\"segments\":" + new string('[', 100_000), StringComparison.Ordinal));
        yield return ("a property twice", text.Replace("\"nextSegment\":", "\"nextSegment\":1,\"nextSegment\":", StringComparison.Ordinal));
        yield return ("many segments", Changed(text, "/segments", Many(JsonNode.Parse(text)!["segments"]![0]!, 20_000)));
        yield return ("many fields", Changed(text, "/schema/fields", Many(JsonNode.Parse(text)!["schema"]!["fields"]![0]!, 100_000)));
        yield return ("a long name", Changed(text, "/schema/name", new string('x', 5_000_000)));
        yield return ("nothing", "");
        yield return ("half", text[..(text.Length / 2)]);
        yield return ("more", text + text);
    }

    private static JsonArray Many(JsonNode node, int count)
    {
        var array = new JsonArray();
        for (int i = 0; i < count; i++)
            array.Add(node.DeepClone());
        return array;
    }

    private static IEnumerable<string> Pointers(JsonNode node, string at)
    {
        if (node is JsonObject properties)
        {
            foreach ((string name, JsonNode? value) in properties)
            {
                yield return $"{at}/{name}";
                foreach (string inner in value is null ? [] : Pointers(value, $"{at}/{name}"))
                    yield return inner;
            }
        }
        else if (node is JsonArray { Count: > 0 } items)
        {
            yield return $"{at}/0";
            foreach (string inner in Pointers(items[0]!, $"{at}/0"))
                yield return inner;
        }
    }

    private static string Changed(string text, string pointer, JsonNode? value, bool remove = false)
    {
        JsonNode root = JsonNode.Parse(text)!;
        string[] parts = pointer[1..].Split('/');
        JsonNode parent = parts[..^1].Aggregate(
            root, (node, part) => node is JsonArray items ? items[int.Parse(part, CultureInfo.InvariantCulture)]! : node[part]!);
        if (parent is JsonArray array)
        {
            array.RemoveAt(0);
            if (!remove)
                array.Insert(0, value);
        }
        else if (remove)
        {
            parent.AsObject().Remove(parts[^1]);
        }
        else
        {
            parent[parts[^1]] = value;
        }

        return root.ToJsonString().Replace("SURROGATE", "\\ud800", StringComparison.Ordinal);
    }
}
