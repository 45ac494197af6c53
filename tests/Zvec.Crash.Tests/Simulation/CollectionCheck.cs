using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Collections;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>Compares an open collection with a state, by every way to read it.</summary>
internal static class CollectionCheck
{
    /// <summary>Everything that the collection holds.</summary>
    public static Dictionary<int, SimulatedDocument> Read(Collection collection)
    {
        string[] added = [.. SimulatedState.AddedFieldsOf(collection.Schema)];
        return collection.Scan().ToDictionary(one => (int)one.Key.Value, one => SimulatedDocument.From(one, added));
    }

    /// <summary>Finds the state that the collection is in.</summary>
    /// <exception cref="InvalidOperationException">None of them.</exception>
    public static SimulatedState Match(Collection collection, IReadOnlyList<SimulatedState> allowed)
    {
        CollectionSchema schema = collection.Schema;
        Dictionary<int, SimulatedDocument> found = Read(collection);
        return allowed.LastOrDefault(state => state.Equals(schema, found)) ?? throw new InvalidOperationException(
            $"Found {found.Count} documents ({string.Join(' ', found.Keys.Order())}), fields added: "
                + $"{string.Join(' ', SimulatedState.AddedFieldsOf(schema))}; expected one of:\n{string.Join('\n', allowed)}");
    }

    /// <summary>Fetches, filters, searches and counts.</summary>
    public static void Equal(SimulatedState state, Collection collection, Random random)
    {
        for (int key = 0; key < Workload.Keys; key++)
        {
            Document? fetched = collection.Fetch(key);
            if (!state.Documents.TryGetValue(key, out SimulatedDocument? expected))
                True(fetched is null, $"key {key} is fetched and should not exist");
            else
                True(fetched is not null && SimulatedDocument.From(fetched, state.AddedFields).IsSameAs(expected), $"key {key} as fetched");
        }

        CollectionStatistics statistics = collection.GetStatistics();
        True(
            statistics.Documents == state.Documents.Count,
            $"{statistics.Documents} documents are counted instead of {state.Documents.Count}");
        True(
            statistics.MutableDocuments <= statistics.Documents && statistics.DeletedDocuments >= 0 && statistics.LogBytes > 0,
            "the statistics");
        Search(state, collection, random);
        if (state.TextIndex is { } index)
        {
            var texts = new ModelTexts(
                state.Documents.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Fields.Text)), index);
            string? problem = texts.FindProblem(collection, isExact: statistics.DeletedDocuments == 0, random);
            True(problem is null, $"texts: {problem}");
        }
    }

    /// <summary>Checks that there are no files on the disk but those that the open collection needs.</summary>
    public static void NoLeftovers(IFileSystem disk)
    {
        var files = new CollectionFiles(Workload.Path);
        Manifest manifest = new ManifestStore(disk, files).Load();
        var expected = new SortedSet<string>(StringComparer.Ordinal) { files.Lock, files.Manifest(manifest.Generation) };
        foreach (SegmentRecord segment in manifest.Segments)
        {
            expected.UnionWith(segment.Files.Keys.Select(name => Path.Combine(files.Segment(segment.Number), name)));
            if (segment.Deletes is { } deletes)
                expected.Add(files.Deletes(segment.Number, deletes.Generation));
        }

        IReadOnlyList<string> folders = disk.GetDirectories(files.Segments);
        string[] found = [.. disk.GetFiles(files.Root).Concat(folders.SelectMany(disk.GetFiles)).Order(StringComparer.Ordinal)];
        True(found.SequenceEqual(expected), $"files are {string.Join(' ', found)} instead of {string.Join(' ', expected)}");
        True(folders.Count == manifest.Segments.Count, "there are folders of no segment");
        string[] logs = [.. disk.GetFiles(files.Logs).Order(StringComparer.Ordinal)];
        True(
            logs.Length > 0 && logs.Index().All(log => Path.GetFileName(log.Item) == $"{manifest.FirstLog + log.Index:D6}.wal"),
            $"log files are {string.Join(' ', logs)} where {manifest.FirstLog} is the first");
    }

    private static void Search(SimulatedState state, Collection collection, Random random)
    {
        int year = random.Next(1990, 2010);
        double weight = random.NextDouble();
        (Filter? Filter, Func<ModelDocument, bool> Matches)[] filters =
        [
            (null, _ => true),
            ($"year >= {year}", document => document.Year >= year),
            (Filter.LessThan("weight", weight), document => document.Weight < weight),
            ("word in ('cat', 'dog') or tags contain_any ('bee')",
                document => document.Word is "cat" or "dog" || (document.Tags?.Contains("bee") ?? false)),
        ];
        float[] query = CollectionModel.RandomVector(random, CollectionModel.Dimensions);
        var model = new CollectionModel();
        foreach ((int key, SimulatedDocument document) in state.Documents)
            model.Documents.Add(key, document.Fields);
        foreach ((Filter? filter, Func<ModelDocument, bool> matches) in filters)
        {
            int[] expected = [.. model.Nearest(query, matches).Select(hit => hit.Key)];
            int top = random.Next(1, Workload.Keys);
            foreach (bool exact in (bool[])[true, false])
            {
                var search = new VectorQuery("embedding", query)
                {
                    Top = top,
                    Filter = filter,
                    Exact = exact,
                    Ef = exact ? 10 : 4 * Workload.Keys,
                };
                int[] found = [.. collection.Search(search).Select(hit => (int)hit.Key.Value)];
                True(found.SequenceEqual(expected.Take(top)), $"nearest to a vector, filter {filter}, exact {exact}");
            }

            IEnumerable<int> filtered = collection.Scan(filter, includeVectors: false).Select(one => (int)one.Key.Value);
            True(filtered.Order().SequenceEqual(expected.Order()), $"documents by filter {filter}");
        }
    }

    private static void True(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException($"Wrong: {what}.");
    }
}
