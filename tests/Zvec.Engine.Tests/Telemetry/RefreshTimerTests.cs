using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Telemetry;

[Collection("Telemetry")]
public sealed class RefreshTimerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly MemoryFileSystem _disk = new(TelemetryTable.Root);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Reader_moves_on_by_itself_at_each_interval()
    {
        using Collection writer = TelemetryTable.Create(_disk, "timer");
        using Collection reader = OpenReader();
        await TelemetryTable.FillAsync(writer, 10);
        _time.Advance(Interval / 2);
        Assert.Equal(0, reader.Count(cancellationToken: TestContext.Current.CancellationToken));
        for (int i = 1; i <= 3; i++)
        {
            await TelemetryTable.FillAsync(writer, 10 * i);
            _time.Advance(Interval);
            Assert.Equal(10 * i, reader.Count(cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal(i, reader.GetStatistics().Maintenance.Refreshes);
        }

        reader.Dispose();
        Assert.Equal(0, _time.Waiting);
        _time.Advance(Interval);
    }

    [Fact]
    public async Task Refresh_that_fails_is_shown_and_tried_again()
    {
        using Collection writer = TelemetryTable.Create(_disk, "timer");
        using Collection reader = OpenReader();
        await TelemetryTable.FillAsync(writer, 10);
        _disk.Faults = call => call.Action is MemoryDiskAction.Read or MemoryDiskAction.List ? MemoryDiskFault.Error : MemoryDiskFault.None;
        _time.Advance(Interval);
        Assert.Equal(MaintenanceJob.Refresh, Assert.Single(reader.GetStatistics().Maintenance.Failing).Job);
        Assert.Equal(0, reader.GetStatistics().Documents);
        Assert.False(reader.WasReplaced);

        _disk.Faults = null;
        _time.Advance(Interval);
        Assert.Empty(reader.GetStatistics().Maintenance.Failing);
        Assert.Equal(10, reader.GetStatistics().Documents);
    }

    [Fact]
    public void Reader_of_a_collection_that_was_replaced_says_so()
    {
        TelemetryTable.Create(_disk, "timer").Dispose();
        using Collection reader = OpenReader();
        CollectionOpener.Drop(_disk, TelemetryTable.Folder);
        _time.Advance(Interval);
        Assert.True(reader.WasReplaced);
        using Collection other = TelemetryTable.Create(_disk, "timer");
        _time.Advance(Interval);
        Assert.True(reader.WasReplaced);
        Assert.Equal("FailedPrecondition", Assert.Single(reader.GetStatistics().Maintenance.Failing).Error);
    }

    [Fact]
    public void Writers_have_no_timer_and_intervals_are_checked()
    {
        using Collection writer = TelemetryTable.Create(_disk, "timer", new CollectionOptions { RefreshInterval = Interval, Time = _time });
        Assert.Equal(0, _time.Waiting);
        Assert.False(writer.WasReplaced);
        ZvecException exception = Assert.Throws<ZvecException>(() =>
            CollectionOpener.Open(
                _disk, TelemetryTable.Folder, new CollectionOptions { ReadOnly = true, RefreshInterval = TimeSpan.Zero }));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
    }

    private Collection OpenReader() => CollectionOpener.Open(
        _disk, TelemetryTable.Folder, new CollectionOptions { ReadOnly = true, RefreshInterval = Interval, Time = _time });
}
