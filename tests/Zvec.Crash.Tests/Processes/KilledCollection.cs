using System.Globalization;
using Zvec.Crash.Worker;

namespace Zvec.Crash.Tests.Processes;

/// <summary>A collection whose writing processes are killed one after another, with the models of what it should hold.</summary>
internal sealed class KilledCollection
{
    private const int Writers = 4;

    /// <summary>The longest a test waits between the last report that it waits for and the kill, in turns of a loop.</summary>
    private const int MostSpins = 60_000;

    private readonly string _path;
    private readonly int _seed;
    private readonly Durability _durability;
    private readonly Random _random;
    private readonly WriterModel[] _models;
    private readonly KillFigures _figures;
    private readonly long _mutableSegmentBytes;

    public KilledCollection(string path, int seed, Durability durability, KillFigures figures)
    {
        _path = path;
        _seed = seed;
        _durability = durability;
        _figures = figures;
        _random = new Random(seed);
        var script = new WriterScript(seed);
        _models = [.. Enumerable.Range(0, Writers).Select(writer => new WriterModel(script, writer))];
        _mutableSegmentBytes = (64 << 10) << _random.Next(3);
    }

    private long[] Calls => [.. _models.Select(model => model.Calls)];

    /// <summary>Kills a process that writes, or that is about to, and perhaps some that open what it left; then checks
    /// everything.</summary>
    public void KillAndCheck()
    {
        string where = string.Create(
            CultureInfo.InvariantCulture,
            $"ZVEC_CRASH_SEED={_seed}, {_durability}, kill {_figures.Kills + 1}, after calls {string.Join(", ", Calls)}: ");
        try
        {
            long[] acknowledged = _random.Next(8) == 0 ? KillWhileStarting() : KillWhileWriting();
            while (Collection.Exists(_path) && _random.Next(4) == 0)
                KillWhileOpening();
            if (!Collection.Exists(_path))
            {
                Assert.All(acknowledged, calls => Assert.Equal(0, calls));
                return;
            }

            Check(acknowledged);
        }
        catch (Exception exception)
        {
            throw new CheckFailedException(where + exception);
        }
    }

    private long[] KillWhileWriting()
    {
        using WorkerProcess worker = StartWriting();
        long target = (long)Math.Pow(2, _random.NextDouble() * 9);
        worker.WaitForAcknowledgements(target);
        return Kill(worker, "writing");
    }

    private long[] KillWhileStarting()
    {
        using WorkerProcess worker = StartWriting();
        worker.WaitFor(Report.Opening);
        return Kill(worker, "starting");
    }

    private void KillWhileOpening()
    {
        using WorkerProcess worker = WorkerProcess.StartOpening(_path, _durability, _mutableSegmentBytes);
        worker.WaitFor(_random.Next(3) == 0 ? Report.Open : Report.Opening);
        Kill(worker, "opening");
    }

    private WorkerProcess StartWriting() => WorkerProcess.StartWriting(_path, _seed, _durability, _mutableSegmentBytes, Calls);

    private long[] Kill(WorkerProcess worker, string phase)
    {
        // half of the kills come at once, the others a little later: during the work that what was waited for has set off
        if (_random.Next(2) == 0)
            Thread.SpinWait(_random.Next(MostSpins));
        worker.Kill();
        _figures.Add(phase, worker.TotalAcknowledged, FolderCheck.WhatWasUnderWay(_path));
        return worker.Acknowledged;
    }

    private void Check(long[] acknowledged)
    {
        if (_random.Next(3) == 0)
            CheckForReading(acknowledged);
        var options = new CollectionOptions { BackgroundMaintenance = false, MutableSegmentBytes = _mutableSegmentBytes };
        using Collection collection = Collection.Open(_path, options);
        var state = CollectionState.Of(collection, Writers);
        foreach (WriterModel model in _models)
            state.AdvanceToThis(model, acknowledged[model.Writer], acknowledged[model.Writer] + 1);
        new CollectionCheck(collection, _models, _random).CheckAll();
        FolderCheck.NothingIsLeftOver(_path);
    }

    /// <summary>A reader sees the same without recovering anything.</summary>
    private void CheckForReading(long[] acknowledged)
    {
        IReadOnlyList<string> before = FolderCheck.List(_path);
        using (Collection collection = Collection.Open(_path, new CollectionOptions { ReadOnly = true }))
        {
            var state = CollectionState.Of(collection, Writers);
            foreach (WriterModel model in _models)
                state.AdvanceToThis(model, acknowledged[model.Writer], acknowledged[model.Writer] + 1);
            new CollectionCheck(collection, _models, _random).CheckSome();
        }

        Assert.Equal(before, FolderCheck.List(_path));
    }
}
