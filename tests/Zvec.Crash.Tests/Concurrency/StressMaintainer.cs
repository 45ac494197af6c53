
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Flushes, optimizes, indexes and adds fields.</summary>
internal sealed class StressMaintainer(StressRun run, int number) : StressThread(run, number)
{
    private static readonly string[] Indexable = ["value", "base", "text"];

    public override void Step(Collection collection)
    {
        switch (Random.Next(10))
        {
            case < 4:
                collection.FlushAsync().GetAwaiter().GetResult();
                break;
            case < 7:
                collection.OptimizeAsync().GetAwaiter().GetResult();
                break;
            case < 9:
                CreateIndex(collection);
                break;
            default:
                AddField(collection);
                break;
        }

        Run.History.Count();
    }

    private void CreateIndex(Collection collection)
    {
        IEnumerable<string> extra = collection.Schema.Fields
            .Select(field => field.Name)
            .Where(name => name.StartsWith("extra", StringComparison.Ordinal));
        string[] fields = [.. Indexable, .. extra];
        collection.CreateIndexAsync(fields[Random.Next(fields.Length)], new InvertedIndexOptions()).GetAwaiter().GetResult();
    }

    private void AddField(Collection collection)
    {
        string name = StressDocuments.ExtraField(Random.Next(StressDocuments.MostExtraFields));
        try
        {
            collection.AddFieldAsync(new FieldSchema(name, DataType.Int64) { Nullable = true }).GetAwaiter().GetResult();
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.AlreadyExists)
        {
            // the field was there
        }
    }
}
