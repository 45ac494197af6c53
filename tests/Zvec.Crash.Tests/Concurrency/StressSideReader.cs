using Zvec.Engine;

namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Opens the collection for reading only, beside the handle that writes, and reads all of it.</summary>
internal sealed class StressSideReader(StressRun run, int number) : StressThread(run, number)
{
    public override void Step(Collection collection)
    {
        long invoked = Run.History.Now();
        using Collection side = Run.Open(new CollectionOptions { ReadOnly = true, VerifyChecksums = Random.Next(4) == 0 });
        long responded = Run.History.Now();
        Run.History.AddRead(
            Number,
            "Scan of a handle for reading",
            side.Scan(),
            Enumerable.Range(0, StressDocuments.Registers),
            wholeRows: true,
            invoked,
            responded,
            besides: true);
    }
}
