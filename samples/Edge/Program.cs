using System.Diagnostics;
using System.Globalization;
using Zvec.Samples.Edge;

// Words that mean something alike, on a device: 70,228 words with their vectors in a folder, found in less than a millisecond by a program
// that is one file and takes little memory.

const string Usage = """
    edge build FOLDER DATA [fp32|fp16|int8]   make the folder from the words in DATA (samples/Quickstart/Data)
    edge find FOLDER WORD...                  the words nearest to each
    edge measure FOLDER DATA [SEARCHES]       time and memory of searches for words of DATA; their hits go to standard output
    """;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["build", var folder, var data, .. var rest]:
        return await BuildAsync(folder, data, rest is [var storage] ? storage : "fp32");
    case ["find", var folder, .. { Length: > 0 } words]:
        return await FindAsync(folder, words);
    case ["measure", var folder, var data, .. var rest]:
        return await MeasureAsync(folder, data, rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 2_000);
    default:
        Console.Error.WriteLine(Usage);
        return 1;
}

static async Task<int> BuildAsync(string folder, string data, string storage)
{
    var clock = Stopwatch.StartNew();
    await WordIndex.BuildAsync(folder, storage, WordFile.Read(data));
    long bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
    Console.Error.WriteLine(
        $"Built in {clock.Elapsed.TotalSeconds:F1} s, {bytes / 1e6:F1} MB on disk, at most {ProcessMemory.Peak():F1} MB in memory");
    return 0;
}

static async Task<int> FindAsync(string folder, string[] words)
{
    using WordIndex index = await WordIndex.OpenAsync(folder);
    foreach (string word in words)
        Console.WriteLine($"{word}: {string.Join(", ", await index.FindAsync(word, 10))}");
    return 0;
}

static async Task<int> MeasureAsync(string folder, string data, int searches)
{
    List<string> words = [.. WordFile.ReadWords(data)];
    int step = words.Count / searches;
    words = [.. words.Where((_, rank) => rank % step == 0).Take(searches)];
    GC.Collect();
    Console.Error.WriteLine($"Before:          {ProcessMemory.Now()}");
    var clock = Stopwatch.StartNew();
    using WordIndex index = await WordIndex.OpenAsync(folder);
    Console.Error.WriteLine($"Opened:          {ProcessMemory.Now()}, {clock.Elapsed.TotalMilliseconds:F1} ms");
    clock.Restart();
    await index.FindAsync(words[0], 10);
    Console.Error.WriteLine($"First search:    {ProcessMemory.Now()}, {clock.Elapsed.TotalMilliseconds:F1} ms");
    double[] microseconds = new double[words.Count];
    for (int i = 0; i < words.Count; i++)
    {
        clock.Restart();
        IReadOnlyList<string> hits = await index.FindAsync(words[i], 10);
        microseconds[i] = clock.Elapsed.TotalMicroseconds;
        Console.WriteLine($"{words[i]} {string.Join(' ', hits)}");
    }

    Array.Sort(microseconds);
    Console.Error.WriteLine(
        $"{words.Count:N0} searches:  {ProcessMemory.Now()}, half of them within {microseconds[words.Count / 2]:F0} us");
    return 0;
}
