using System.Diagnostics;
using System.Globalization;
using Zvec.Benchmarks.Measure;
using Zvec.Engine.Filters;
using Zvec.Engine.Primitives;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;

namespace Zvec.Benchmarks.Filters;

/// <summary>Measures filters on one sealed segment of random documents, seed 1: each field once with an index and once without.</summary>
internal sealed class FilterRun(int rows, int rounds, TextWriter output)
{
    private const int BatchRows = 10_000;

    private const int WarmUpMilliseconds = 400;

    /// <summary>Distinct values of the field that has few.</summary>
    private const int FewValues = 1_000;

    public async Task RunAsync(string folder, CancellationToken cancellation)
    {
        using Collection collection = await OpenAsync(folder, cancellation);
        var table = new TextTable("filter", "rows", "indexed ms", "scanned ms", "scanned GB/s");
        foreach ((string name, Func<string, Filter> make, int valueBytes) in Conditions(SomeValues(collection, "unumber"), SomeValues(collection, "utext")))
        {
            (long found, double indexed) = Measure(collection, make("i"));
            (long scanned, double scan) = Measure(collection, make("u"));
            if (found != scanned)
                throw new InvalidDataException($"{name}: {found} rows with the index, {scanned} without.");
            string rate = valueBytes > 0 ? Format(rows * (double)valueBytes / scan / 1e6, "F1") : "";
            table.Add(name, found.ToString("N0", CultureInfo.InvariantCulture), Format(indexed, "F3"), Format(scan, "F3"), rate);
        }

        table.Write(output);
        output.WriteLine();
        var queries = new TextTable("query", "indexed ms", "unindexed ms");
        foreach ((string name, Func<string, FilterQuery> make) in Queries())
            queries.Add(name, Format(Measure(() => collection.Query(make("i"))), "F3"), Format(Measure(() => collection.Query(make("u"))), "F3"));
        queries.Write(output);
    }

    /// <summary>A thousand values that documents have.</summary>
    private static object?[] SomeValues(Collection collection, string field) =>
        [.. collection.Query(new FilterQuery { Top = 1_000, OutputFields = [field] }).Select(document => document[field])];

    private static IEnumerable<(string Name, Func<string, Filter> Make, int ValueBytes)> Conditions(object?[] numbers, object?[] texts)
    {
        object?[] few = [.. Enumerable.Range(0, 100).Select(i => (object?)(i * 7))];
        const int Half = int.MaxValue / 2;
        yield return ("number = one", field => Filter.Equal($"{field}number", numbers[0]!), sizeof(int));
        yield return ("few = one of 1,000", field => Filter.Equal($"{field}few", 7), sizeof(int));
        yield return ("number in 1,000", field => Filter.In($"{field}number", numbers), sizeof(int));
        yield return ("few in 100 of 1,000", field => Filter.In($"{field}few", few), sizeof(int));
        yield return ("number, 0.1 %", field => Between($"{field}number", Half, Half + (int.MaxValue / 1_000)), sizeof(int));
        yield return ("number, 10 %", field => Between($"{field}number", Half, Half + (int.MaxValue / 10)), sizeof(int));
        yield return ("number, 50 %", field => Filter.LessThan($"{field}number", Half), sizeof(int));
        yield return ("number, 95 %", field => Filter.GreaterThan($"{field}number", int.MaxValue / 20), sizeof(int));
        yield return ("text = one", field => Filter.Equal($"{field}text", texts[0]!), 0);
        yield return ("text in 1,000", field => Filter.In($"{field}text", texts), 0);
        yield return ("text like 'ab%'", field => Filter.Like($"{field}text", "ab%"), 0);
        yield return ("text like 'a%'", field => Filter.Like($"{field}text", "a%"), 0);
        yield return ("text < 'n', 50 %", field => Filter.LessThan($"{field}text", "n"), 0);
        yield return ("text like '%abc%'", field => Filter.Like($"{field}text", "%abc%"), 0);
        yield return ("word like '%a%z%'", field => Filter.Like($"{field}word", "%a%z%"), 0);
        yield return ("few is null", field => Filter.IsNull($"{field}few"), 0);
        yield return ("tags contain one", field => Filter.ContainsAny($"{field}tags", [7]), 0);
        yield return ("tags, any > 980", field => Filter.AnyElement($"{field}tags", Filter.GreaterThan($"{field}tags", 980)), 0);
        yield return ("id in 1,000", _ => Filter.In("id", Enumerable.Range(0, 1_000).Select(i => (object?)(i * 997))), 0);
    }

    private static IEnumerable<(string Name, Func<string, FilterQuery> Make)> Queries()
    {
        yield return ("10 by number", field => Ordered(null, 0, field, "number"));
        yield return ("10 by number, skip 10,000", field => Ordered(null, 10_000, field, "number"));
        yield return ("10 by number, few < 100", field => Ordered(Filter.LessThan($"{field}few", 100), 0, field, "number"));
        yield return ("10 by few, then number", field => Ordered(null, 0, field, "few", "number"));
        yield return ("10 by text", field => Ordered(null, 0, field, "text"));
    }

    private static FilterQuery Ordered(Filter? filter, int skip, string field, params string[] names) => new()
    {
        Filter = filter,
        OrderBy = [.. names.Select(name => new SortField(field + name))],
        Skip = skip,
    };

    private static Filter Between(string field, int min, int max) =>
        Filter.And(Filter.GreaterThanOrEqual(field, min), Filter.LessThan(field, max));

    private static string TextOf(Random random) => string.Create(8, random, (text, source) =>
    {
        for (int i = 0; i < text.Length; i++)
            text[i] = (char)('a' + source.Next(26));
    });

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The rows found, and the median time to the bitmap of a segment, in milliseconds.</summary>
    private (long Rows, double Milliseconds) Measure(Collection collection, Filter filter)
    {
        using SnapshotLease lease = collection.AcquireSnapshot();
        Snapshot snapshot = lease.Snapshot;
        BoundFilter bound = FilterBinder.Bind(filter, snapshot.Schema);
        long found = 0;
        double time = Measure(() =>
        {
            found = 0;
            foreach (SegmentView view in snapshot.Views)
            {
                Bitmap rows = SegmentFilter.MatchingRows(view, snapshot.Schema, bound, CancellationToken.None);
                found += rows.CountSet();
                BitmapPool.Return(rows);
            }
        });
        return (found, time);
    }

    private double Measure(Action action)
    {
        // the runtime compiles what is called often a second time, some tenths of a second later
        var warming = Stopwatch.StartNew();
        while (warming.ElapsedMilliseconds < WarmUpMilliseconds)
            action();
        var times = new double[rounds];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Median.Of(times);
    }

    private async Task<Collection> OpenAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
            return Collection.Open(folder);
        var schema = new CollectionSchema("filters") { Key = KeyType.Int32 };
        foreach (string prefix in new[] { "i", "u" })
        {
            FieldIndexOptions? index = prefix == "i" ? new InvertedIndexOptions() : null;
            schema.Fields.Add(new FieldSchema($"{prefix}number", DataType.Int32) { Index = index });
            schema.Fields.Add(new FieldSchema($"{prefix}few", DataType.Int32) { Index = index, Nullable = true });
            schema.Fields.Add(new FieldSchema($"{prefix}text", DataType.String) { Index = index });
            schema.Fields.Add(new FieldSchema($"{prefix}word", DataType.String) { Index = index });
            schema.Fields.Add(new FieldSchema($"{prefix}tags", DataType.Int32Array) { Index = index });
        }

        var collection = Collection.Create(folder, schema, new CollectionOptions { Durability = Durability.Buffered });
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 10_000).Select(_ => TextOf(random))];
        for (int first = 0; first < rows; first += BatchRows)
        {
            await collection.InsertAsync(
                [.. Enumerable.Range(first, Math.Min(BatchRows, rows - first)).Select(key => Make(key, random, words))], cancellation);
        }

        await collection.OptimizeAsync(cancellation);
        return collection;
    }

    private static Document Make(int key, Random random, string[] words)
    {
        var document = new Document(key);
        int number = random.Next();
        int? few = random.Next(20) == 0 ? null : random.Next(FewValues);
        string text = TextOf(random);
        string word = words[random.Next(words.Length)];
        int[] tags = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(FewValues))];
        foreach (string prefix in new[] { "i", "u" })
        {
            document[$"{prefix}number"] = number;
            document[$"{prefix}few"] = few;
            document[$"{prefix}text"] = text;
            document[$"{prefix}word"] = word;
            document[$"{prefix}tags"] = tags;
        }

        return document;
    }
}
