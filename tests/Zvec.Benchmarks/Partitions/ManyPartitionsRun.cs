using System.Diagnostics;
using System.Globalization;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;

namespace Zvec.Benchmarks.Partitions;

/// <summary>Many small partitions, opened one after the other by searches, with few and with all of them staying open.</summary>
internal sealed class ManyPartitionsRun(DataSet data, int partitions, TextWriter output)
{
    private const int RowsEach = 100;

    private static readonly CollectionOptions Options = new() { Durability = Durability.Buffered, BackgroundMaintenance = false };

    public void Run(string path)
    {
        Make(path);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{partitions:N0} partitions of {RowsEach} rows of {data.Name}"));
        var table = new TextTable("may stay open", "stay open", "seconds, first", "seconds, second", "anonymous MB", "of files MB", "anonymous KB each");
        foreach (int most in (int[])[16, 64, partitions])
            Measure(table, path, most);
        table.Write(output);
    }

    private void Make(string path)
    {
        float[][] vectors = VectorFile<float>.ReadAll(data.BasePath, Math.Min(data.Count, partitions * RowsEach));
        using PartitionedCollection collection = Open(path, create: true, most: 64);
        for (int partition = 0; partition < partitions; partition++)
        {
            Document[] documents = [.. Enumerable.Range(partition * RowsEach, RowsEach).Select(row =>
                new Document(row) { [PartitionsRun.VectorField] = vectors[row % vectors.Length] })];
            collection.InsertAsync(documents).GetAwaiter().GetResult();
        }

        collection.FlushAsync().GetAwaiter().GetResult();
    }

    private void Measure(TextTable table, string path, int most)
    {
        double before = Settled()?.Anonymous ?? 0;
        using PartitionedCollection collection = Open(path, create: false, most);
        double first = TouchAll(collection);
        double second = TouchAll(collection);
        ProcessMemory? after = Settled();
        double anonymous = (after?.Anonymous ?? 0) - before;
        table.Add(
            Number(most, "0"),
            Number(collection.OpenPartitionCount, "0"),
            Number(first, "0.0"),
            Number(second, "0.0"),
            Number(anonymous, "0.0"),
            Number(after?.File ?? 0, "0.0"),
            Number(anonymous * 1000 / collection.OpenPartitionCount, "0"));
    }

    /// <summary>Asks each partition for a document and its neighbours.</summary>
    private double TouchAll(PartitionedCollection collection)
    {
        long start = Stopwatch.GetTimestamp();
        for (int partition = 0; partition < partitions; partition++)
        {
            var query = new VectorQuery(PartitionsRun.VectorField, data.Queries[partition % data.Queries.Length])
            {
                Filter = Filter.Equal("id", partition * RowsEach),
            };
            if (collection.Search(query).Count != 1)
                throw new InvalidDataException($"Partition {partition} did not find its document.");
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private PartitionedCollection Open(string path, bool create, int most)
    {
        var options = new PartitionedCollectionOptions { Partition = Options, MaxOpenPartitions = most, PartitionOfKey = PartitionOf };
        return create
            ? PartitionedCollection.Create(path, PartitionsRun.SchemaOf(data.Dimensions), PartitionBy.Key(PartitionOf), options)
            : PartitionedCollection.Open(path, options);
    }

    private static string PartitionOf(DocumentKey key) => ((int)key.Value / RowsEach).ToString(CultureInfo.InvariantCulture);

    private static ProcessMemory? Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return ProcessMemory.Now();
    }

    private static string Number(double value, string form) => value.ToString(form, CultureInfo.InvariantCulture);
}
