
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Has a second handle, for reading only, which it opens again or moves on, and reads all of it.</summary>
internal sealed class StressSideReader(StressRun run, int number) : StressThread(run, number)
{
    private Collection? _side;

    public override void Step(Collection collection)
    {
        if (Random.Next(4) == 0)
            Dispose();
        long invoked = Run.History.Now();
        if (_side is null)
            _side = Run.Open(new CollectionOptions { ReadOnly = true, VerifyChecksums = Random.Next(4) == 0 });
        else
            _side.Refresh();
        long responded = Run.History.Now();
        Run.History.AddRead(
            Number,
            "Scan of a handle for reading",
            _side.Scan(),
            Enumerable.Range(0, StressDocuments.Registers),
            wholeRows: true,
            invoked,
            responded,
            besides: true);
    }

    public override void Dispose()
    {
        _side?.Dispose();
        _side = null;
        base.Dispose();
    }
}
