using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class MemoryBudgetTests
{
    private const long Limit = 1 << 20;
    private const long Ceiling = Limit / 4 * 3;

    private readonly MemoryBudget _budget = new(Limit);

    [Fact]
    public void What_does_not_fit_is_refused_and_what_is_given_back_can_be_had_again()
    {
        MemoryReservation all = _budget.TryReserve(Ceiling)!;
        Assert.Null(_budget.TryReserve(1));
        Assert.NotNull(_budget.TryReserve(0));
        Assert.Equal(Ceiling, _budget.Taken);
        all.Dispose();
        all.Dispose();
        Assert.Equal(0, _budget.Taken);
        Assert.Null(_budget.TryReserve(Ceiling + 1));
        Assert.NotNull(_budget.TryReserve(Ceiling));
    }

    [Fact]
    public void What_was_measured_counts_whether_there_was_room_or_not()
    {
        using MemoryReservation tracked = _budget.Track();
        tracked.Resize(2 * Limit);
        Assert.Equal(2 * Limit, _budget.Taken);
        Assert.Null(_budget.TryReserve(1));
        Assert.False(tracked.TryGrow(1));
        tracked.Resize(Ceiling - 10);
        Assert.True(tracked.TryGrow(10));
        Assert.False(tracked.TryGrow(1));
        Assert.Equal(Ceiling, tracked.Bytes);
    }

    [Fact]
    public async Task Who_waits_gets_what_is_given_back_and_nobody_takes_it_before()
    {
        MemoryReservation large = _budget.TryReserve(Ceiling - 100)!;
        Task<MemoryReservation> waiting = Task.Run(() => _budget.Reserve(_budget.LargestWork, TestContext.Current.CancellationToken));
        while (_budget.TryReserve(100) is { } small)
            small.Dispose(); // until the wish of the other is known, there is room
        Assert.False(waiting.IsCompleted);
        large.Resize(Ceiling - _budget.LargestWork);
        using MemoryReservation got = await waiting;
        Assert.Equal(Ceiling, _budget.Taken);
        large.Dispose();
        Assert.Equal(_budget.LargestWork, _budget.Taken);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled_and_leaves_nothing_behind()
    {
        MemoryReservation all = _budget.TryReserve(Ceiling)!;
        using var cancel = new CancellationTokenSource();
        Task<MemoryReservation> waiting = Task.Run(() => _budget.Reserve(10, cancel.Token));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(_budget.WaitForRoom(1, TimeSpan.Zero));
        all.Dispose();
        Assert.True(_budget.WaitForRoom(Ceiling, TimeSpan.Zero));
        Assert.Equal(0, _budget.Taken);
    }

    [Fact]
    public void Little_is_kept()
    {
        Assert.True(_budget.TryKeep(Limit / 16));
        Assert.False(_budget.TryKeep(1));
        _budget.Unkeep(10);
        Assert.True(_budget.TryKeep(10));
        Assert.Equal(Limit / 16, _budget.Taken);
    }

    [Fact]
    public void The_shares_that_must_coexist_fit()
    {
        Assert.True(_budget.LargestWork + _budget.LargestCall + _budget.LargestSegment <= Ceiling);
    }
}
