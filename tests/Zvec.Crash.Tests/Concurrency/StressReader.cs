
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Reads registers in every way that a collection offers.</summary>
internal sealed class StressReader(StressRun run, int number) : StressThread(run, number)
{
    private static readonly int[] AllRegisters = [.. Enumerable.Range(0, StressDocuments.Registers)];

    public override void Step(Collection collection)
    {
        switch (Random.Next(100))
        {
            case < 20:
                FetchOne(collection);
                break;
            case < 40:
                FetchMany(collection);
                break;
            case < 52:
                Scan(collection);
                break;
            case < 67:
                SearchFiltered(collection);
                break;
            case < 84:
                SearchAll(collection);
                break;
            case < 94:
                Query(collection);
                break;
            default:
                Statistics(collection);
                break;
        }
    }

    private void FetchOne(Collection collection)
    {
        int register = AnyRegister();
        long invoked = Run.History.Now();
        var key = new DocumentKey((register * StressDocuments.RowLength) + Random.Next(StressDocuments.RowLength));
        Document? document = collection.Fetch(key);
        Add("Fetch", document is null ? [] : [document], [register], wholeRows: false, invoked);
    }

    private void FetchMany(Collection collection)
    {
        int[] registers = [.. Enumerable.Range(0, 1 + Random.Next(4)).Select(_ => AnyRegister()).Distinct()];
        bool includeVectors = Random.Next(2) == 0;
        long invoked = Run.History.Now();
        IReadOnlyList<Document?> documents = collection.Fetch(registers.SelectMany(StressDocuments.KeysOf), includeVectors);
        Add($"Fetch of registers {string.Join(", ", registers)}", documents.OfType<Document>(), registers, wholeRows: true, invoked);
    }

    private void Scan(Collection collection)
    {
        int first = Random.Next(3) == 0 ? AnyRegister() : 0;
        Filter? filter = first == 0 ? null : Filter.Parse($"register >= {first}");
        var documents = new List<Document>();
        long invoked = Run.History.Now();
        using IEnumerator<Document> scan = collection.Scan(filter, includeVectors: Random.Next(2) == 0).GetEnumerator();
        bool any = scan.MoveNext();
        long responded = Run.History.Now();
        for (; any; any = scan.MoveNext())
        {
            documents.Add(scan.Current);
            if (Random.Next(20) == 0)
                Thread.Yield();
        }

        Run.History.AddRead(Number, "Scan", documents, AllRegisters[first..], wholeRows: true, invoked, responded);
    }

    private void SearchFiltered(Collection collection)
    {
        int register = AnyRegister();
        var key = new DocumentKey(register * StressDocuments.RowLength);
        var query = new VectorQuery("vector", StressDocuments.Vector(key, Random.Next(100)))
        {
            Filter = $"register = {register}",
            Top = 10,
            IncludeVectors = Random.Next(2) == 0,
        };
        long invoked = Run.History.Now();
        IReadOnlyList<SearchHit> hits = collection.Search(query);
        Add("Search in a register", Checked(hits, key, query), [register], wholeRows: true, invoked);
    }

    private void SearchAll(Collection collection)
    {
        var key = new DocumentKey(Random.Next(StressDocuments.Registers * StressDocuments.RowLength));
        var query = new VectorQuery("vector", StressDocuments.Vector(key, Random.Next(100)))
        {
            Top = 1 + Random.Next(20),
            Exact = Random.Next(3) == 0,
            Filter = Random.Next(3) == 0 ? Filter.Parse($"value >= {Random.Next(200)}") : null,
            IncludeVectors = true,
        };
        long invoked = Run.History.Now();
        IReadOnlyList<SearchHit> hits = collection.Search(query);
        Add("Search", Checked(hits, key, query), complete: null, wholeRows: false, invoked);
    }

    private void Query(Collection collection)
    {
        int first = AnyRegister();
        int last = Math.Min(StressDocuments.Registers - 1, first + Random.Next(6));
        var query = new FilterQuery
        {
            Filter = $"register >= {first} and register <= {last}",
            OrderBy = Random.Next(4) == 0 ? [] : [new SortField("value", Descending: true), new SortField("register")],
            Top = 1_000,
        };
        long invoked = Run.History.Now();
        IReadOnlyList<Document> documents = collection.Query(query);
        long responded = Run.History.Now();
        if (query.OrderBy.Count > 0 && !documents.Select(document => -document.Get<long>("value")).Order().SequenceEqual(
            documents.Select(document => -document.Get<long>("value"))))
        {
            throw new StressViolationException("A query returned documents that are not in its order.");
        }

        Run.History.AddRead(
            Number, "Query", documents, AllRegisters[first..(last + 1)], wholeRows: true, invoked, responded);
    }

    private void Statistics(Collection collection)
    {
        CollectionStatistics statistics = collection.GetStatistics();
        Run.History.Count();
        if (statistics.Documents % StressDocuments.RowLength != 0
            || statistics.Documents > StressDocuments.Registers * StressDocuments.RowLength
            || statistics.DeletedDocuments < 0
            || statistics.IndexCompleteness["vector"] is < 0 or > 1)
        {
            throw new StressViolationException($"The statistics cannot be: {statistics.Documents} documents, "
                + $"{statistics.DeletedDocuments} deleted, index completeness {statistics.IndexCompleteness["vector"]}.");
        }
    }

    private void Add(string what, IEnumerable<Document> documents, IEnumerable<int>? complete, bool wholeRows, long invoked) =>
        Run.History.AddRead(Number, what, documents, complete, wholeRows, invoked, Run.History.Now());

    /// <summary>The documents of hits, each of which is as near as it says, nearest first.</summary>
    private static List<Document> Checked(IReadOnlyList<SearchHit> hits, DocumentKey key, VectorQuery query)
    {
        float[] wanted = ((ReadOnlyMemory<float>)query.Vector!).ToArray();
        double before = double.NegativeInfinity;
        foreach (SearchHit hit in hits)
        {
            float[] vector = StressDocuments.Vector(hit.Key, StressDocuments.StateOf(hit.Document).Base);
            float distance = (float)vector.Zip(wanted, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
            if (distance != hit.Score || distance < before)
            {
                throw new StressViolationException(
                    $"A search near {key} found {hit.Key} at {hit.Score}, which is {distance} away and comes after {before}.");
            }

            before = distance;
        }

        return [.. hits.Select(hit => hit.Document)];
    }
}
