using System.Collections.Concurrent;
using Zvec.Engine.Storage;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Threads that use a collection in every way at once, in one round after another; a round ends when all have done their part, or
/// when the collection is disposed under them.</summary>
/// <param name="fileSystem">Where the collection is.</param>
/// <param name="path">Its folder.</param>
/// <param name="seed">All choices come from it; the order in which threads run does not.</param>
/// <param name="durability">How writes are acknowledged.</param>
internal sealed class StressRun(IFileSystem fileSystem, string path, int seed, Durability durability)
{
    /// <summary>No call takes nearly so long; a thread that is still at work then hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ConcurrentQueue<Exception> _failures = new();
    private List<StressThread> _threads = [];
    private volatile bool _disposing;

    public int Seed => seed;

    public StressHistory History { get; } = new();

    public int ThreadCount => _threads.Count;

    private CollectionOptions Options => new()
    {
        MutableSegmentBytes = 64 << 10,
        MaintenanceThreads = 2,
        Durability = durability,
    };

    /// <summary>Says who takes part.</summary>
    public void Cast(int writers, int readers, int maintainers, int sideReaders)
    {
        int number = 0;
        _threads =
        [
            .. Enumerable.Range(0, writers).Select(_ => new StressWriter(this, ++number)),
            .. Enumerable.Range(0, readers).Select(_ => new StressReader(this, ++number)),
            .. Enumerable.Range(0, maintainers).Select(_ => new StressMaintainer(this, ++number)),
            .. Enumerable.Range(0, sideReaders).Select(_ => new StressSideReader(this, ++number)),
        ];
    }

    public Collection Open(CollectionOptions options) => CollectionOpener.Open(fileSystem, path, options);

    public Collection Open() => fileSystem.DirectoryExists(path)
        ? Open(Options)
        : CollectionOpener.Create(fileSystem, path, StressDocuments.Schema(), Options);

    /// <summary>Has writers and readers make so many calls each, and the others as many as that time allows; then disposes.</summary>
    public void RunToTheEnd(int steps)
    {
        Collection collection = OpenAndCheck();
        using var done = new CountdownEvent(_threads.Count(thread => thread is StressWriter or StressReader));
        Thread[] threads = Start(thread =>
        {
            bool counts = thread is StressWriter or StressReader;
            for (int step = 0; _failures.IsEmpty && (counts ? step < steps : !done.IsSet); step++)
                thread.Step(collection);
            if (counts)
                done.Signal();
        });
        Join(threads);
        collection.Dispose();
    }

    /// <summary>Disposes the collection when so many calls were made, while all threads and two scans are at work.</summary>
    public void RunUntilDisposed(int calls)
    {
        Collection collection = OpenAndCheck();
        _disposing = false;
        int end = History.Calls + calls;
        using var reached = new ManualResetEventSlim();
        Thread[] threads = Start(thread =>
        {
            // a handle of one's own goes on when the collection is disposed
            while (_failures.IsEmpty && !(_disposing && thread is StressSideReader))
            {
                thread.Step(collection);
                if (History.Calls >= end)
                    reached.Set();
            }

            reached.Set();
        });
        reached.Wait(Patience);
        IEnumerator<Document>[] scans = [collection.Scan().GetEnumerator(), collection.Scan("register >= 3").GetEnumerator()];
        long[] invoked = new long[scans.Length];
        long[] responded = new long[scans.Length];
        bool[] any = new bool[scans.Length];
        for (int i = 0; i < scans.Length; i++)
        {
            invoked[i] = History.Now();
            any[i] = scans[i].MoveNext();
            responded[i] = History.Now();
        }

        _disposing = true;
        var second = new Thread(collection.Dispose);
        second.Start();
        collection.Dispose();
        second.Join();
        collection.Dispose();
        Assert.Throws<ObjectDisposedException>(() => collection.Fetch(1));
        OpenAndCheck().Dispose();

        for (int i = 0; i < scans.Length; i++)
        {
            List<Document> documents = [];
            for (bool more = any[i]; more; more = scans[i].MoveNext())
                documents.Add(scans[i].Current);
            scans[i].Dispose();
            IEnumerable<int> complete = Enumerable.Range(i * 3, StressDocuments.Registers - (i * 3));
            History.AddRead(-1 - i, "Scan across Dispose", documents, complete, wholeRows: true, invoked[i], responded[i]);
        }

        Join(threads);
    }

    /// <summary>Throws when something went wrong so far.</summary>
    public void Check()
    {
        if (!_failures.IsEmpty)
            throw new StressViolationException($"Seed {seed}: {_failures.First().Message}", new AggregateException(_failures));
        if (History.FindViolation() is { } violation)
            throw new StressViolationException($"Seed {seed}: {violation}");
    }

    /// <summary>Opens the collection, and notes what it holds: all that was acknowledged.</summary>
    private Collection OpenAndCheck()
    {
        long invoked = History.Now();
        Collection collection = Open();
        History.AddRead(
            0,
            "Scan after opening",
            collection.Scan(),
            Enumerable.Range(0, StressDocuments.Registers),
            wholeRows: true,
            invoked,
            History.Now());
        return collection;
    }

    private Thread[] Start(Action<StressThread> work) =>
    [
        .. _threads.Select(thread =>
        {
            var started = new Thread(() => Guard(() =>
            {
                using (thread)
                    work(thread);
            })) { IsBackground = true, Name = thread.GetType().Name };
            started.Start();
            return started;
        }),
    ];

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (ObjectDisposedException exception) when (_disposing && exception.ObjectName.Contains("Collection", StringComparison.Ordinal))
        {
            // the end that was meant
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
        }
    }

    private void Join(Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            if (!thread.Join(Patience))
                throw new StressViolationException($"Seed {seed}: {thread.Name} hangs.");
        }
    }
}
