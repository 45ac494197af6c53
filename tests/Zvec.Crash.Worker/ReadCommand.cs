using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>Reads a collection beside the processes that write it, until this one is killed: moves on, and checks that what it sees then is
/// a state that the writers went through, no older than the last one, with every call that was acknowledged before.</summary>
internal sealed class ReadCommand(string path, int seed, int writers, string board)
{
    private const int FullCheckEvery = 8;

    public void Run()
    {
        using var acknowledgements = new Acknowledgements(board, writers);
        var script = new WriterScript(seed);
        WriterModel[] models = [.. Enumerable.Range(0, writers).Select(writer => new WriterModel(script, writer))];
        var random = new Random(seed + Environment.ProcessId);
        using Collection collection = Collection.Open(path, new CollectionOptions { ReadOnly = true });
        for (int turn = 1; ; turn++)
        {
            long[] before = acknowledgements.Read();
            collection.Refresh();
            long[] after = acknowledgements.Read();
            var state = CollectionState.Of(collection, writers);
            foreach (WriterModel model in models)
                state.AdvanceToThis(model, before[model.Writer], after[model.Writer] + 1);
            var check = new CollectionCheck(collection, models, random);
            if (turn % FullCheckEvery == 0)
                check.CheckAll();
            else
                check.CheckSome();
            Report.Line($"{Report.Refreshed} {turn}");
        }
    }
}
