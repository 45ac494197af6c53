using static Zvec.Crash.Tests.Concurrency.CheckerHistory;

namespace Zvec.Crash.Tests.Concurrency;

public sealed class SnapshotCheckerTests
{
    [Fact]
    public void A_snapshot_of_values_that_were_there_at_one_moment_is_right() => Assert.Null(
        Check(
            [Upsert(10, 1, 2, 0), Upsert(11, 3, 4, 1), Upsert(12, 7, 9, 0)],
            Snapshot(5, 8, (0, 10), (1, 11)),
            Snapshot(5, 8, (0, 12), (1, 11))));

    [Fact]
    public void A_snapshot_that_mixes_two_moments_is_found() => Assert.Contains(
        "can have been at no moment",
        Check([Upsert(10, 1, 2, 0), Upsert(11, 3, 4, 0), Upsert(12, 5, 6, 1)], Snapshot(0, 9, (0, 10), (1, 12))));

    [Fact]
    public void A_snapshot_that_misses_a_write_acknowledged_before_it_began_is_found() => Assert.Contains(
        "can have been at no moment", Check([Upsert(10, 1, 2, 0), Upsert(11, 3, 4, 0)], Snapshot(5, 9, (0, 10))));

    [Fact]
    public void A_snapshot_that_keeps_a_document_deleted_before_it_began_is_found() => Assert.Contains(
        "Delete of register 0", Check([Upsert(10, 1, 2, 0), Delete(true, 3, 4)], Snapshot(5, 9, (0, 10))));

    [Fact]
    public void A_deletion_that_changed_nothing_replaces_nothing() => Assert.Null(
        Check([Upsert(10, 1, 2, 0), Delete(false, 3, 4)], Snapshot(5, 9, (0, 10))));

    [Fact]
    public void A_snapshot_of_half_a_batch_is_found() => Assert.Contains(
        "saw one part of a call and not another",
        Check([Upsert(10, 1, 2, 0), Upsert(10, 1, 2, 1), Upsert(11, 3, 9, 0), Upsert(11, 3, 9, 1)], Snapshot(4, 5, (0, 11), (1, 10))));

    [Fact]
    public void A_batch_of_which_a_later_write_replaced_a_part_is_whole() => Assert.Null(
        Check([Upsert(10, 1, 9, 0), Upsert(10, 1, 9, 1), Upsert(11, 3, 9, 1)], Snapshot(4, 9, (0, 10), (1, 11))));

    [Fact]
    public void A_value_that_nobody_wrote_is_found() => Assert.Contains(
        "which nobody wrote there", Check([Upsert(10, 1, 2, 0)], Snapshot(3, 4, (1, 10))));

    private static string? Check(RegisterOperation[] operations, params SnapshotRead[] snapshots) =>
        new SnapshotChecker(operations).FindViolation(snapshots);
}
