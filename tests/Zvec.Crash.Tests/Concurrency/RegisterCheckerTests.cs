using static Zvec.Crash.Tests.Concurrency.CheckerHistory;

namespace Zvec.Crash.Tests.Concurrency;

public sealed class RegisterCheckerTests
{
    [Fact]
    public void Calls_one_after_another_that_answer_rightly_are_in_order() => AssertInOrder(
        Read(0, 1, 2), Upsert(10, 3, 4), Read(10, 5, 6), Update(11, true, 7, 8), Read(11, 9, 10, writtenWhole: 10),
        Insert(12, false, 11, 12), Delete(true, 13, 14), Delete(false, 15, 16), Update(13, false, 17, 18), Insert(14, true, 19, 20),
        Read(14, 21, 22));

    [Fact]
    public void A_read_beside_a_write_may_see_the_old_value_or_the_new() => AssertInOrder(
        Upsert(10, 1, 2), Upsert(11, 3, 10), Read(10, 4, 5), Read(11, 6, 7), Read(11, 11, 12));

    [Fact]
    public void Writes_at_the_same_time_may_have_any_order() => AssertInOrder(
        Upsert(10, 1, 9), Upsert(11, 2, 8), Upsert(12, 3, 7), Read(11, 10, 11), Read(11, 12, 13));

    [Fact]
    public void A_read_of_an_overwritten_value_is_found() => AssertViolation(
        "thread 2: Read of register 0, saw 10/10", Upsert(10, 1, 2), Upsert(11, 3, 4), Read(10, 5, 6));

    [Fact]
    public void A_lost_write_is_found() => AssertViolation("saw absent", Upsert(10, 1, 2), Read(0, 3, 4));

    [Fact]
    public void A_document_that_comes_back_is_found() => AssertViolation("saw 10/10", Upsert(10, 1, 2), Delete(true, 3, 4), Read(10, 5, 6));

    [Fact]
    public void A_read_of_a_value_from_the_future_is_found() => AssertViolation("saw 10/10", Read(10, 1, 2), Upsert(10, 3, 4));

    [Fact]
    public void A_value_that_nobody_wrote_is_found() => AssertViolation("saw 99/99", Upsert(10, 1, 2), Read(99, 3, 4));

    [Fact]
    public void A_reader_that_goes_back_is_found() => AssertViolation(
        "saw 10/10", Upsert(10, 1, 20), Upsert(11, 2, 19), Read(10, 3, 4), Read(11, 5, 6), Read(10, 7, 8));

    [Fact]
    public void Two_readers_that_see_writes_in_different_orders_are_found() => AssertViolation(
        "saw", Upsert(10, 1, 20), Upsert(11, 2, 19), Read(10, 3, 4), Read(11, 5, 6), Read(11, 7, 8), Read(10, 9, 10));

    [Fact]
    public void An_update_of_a_document_that_is_not_there_is_found() => AssertViolation(
        "Update of register 0", Upsert(10, 1, 2), Delete(true, 3, 4), Update(11, true, 5, 6));

    [Fact]
    public void An_insert_beside_an_existing_document_is_found() => AssertViolation(
        "Insert of register 0", Upsert(10, 1, 2), Insert(11, true, 3, 4));

    [Fact]
    public void Two_inserts_that_both_succeed_are_found() => AssertViolation(
        "Insert of register 0", Insert(10, true, 1, 4), Insert(11, true, 2, 3));

    [Fact]
    public void An_update_that_loses_the_fields_of_a_write_before_is_found() => AssertViolation(
        "saw 12/10", Upsert(10, 1, 2), Upsert(11, 3, 4), Update(12, true, 5, 6), Read(12, 7, 8, writtenWhole: 10));

    [Fact]
    public void A_delete_that_does_not_tell_what_it_did_may_have_done_either() => AssertInOrder(
        Upsert(10, 1, 2), Delete(null, 3, 4), Read(0, 5, 6), Delete(null, 7, 8), Read(0, 9, 10));

    [Fact]
    public void Random_histories_of_a_correct_register_pass_and_one_changed_answer_does_not()
    {
        int found = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            List<RegisterOperation> history = RandomHistory(new Random(seed), threads: 6, calls: 120);
            Assert.Null(RegisterChecker.FindViolation(history));
            int changed = history.FindIndex(60, operation => operation.Action == RegisterAction.Read);
            history[changed] = history[changed] with { State = new RegisterState(1_000_000, 1_000_000) };
            found += RegisterChecker.FindViolation(history) is null ? 0 : 1;
        }

        Assert.Equal(200, found);
    }

    /// <summary>Calls of several threads that each take effect at a moment between beginning and end.</summary>
    private static List<RegisterOperation> RandomHistory(Random random, int threads, int calls)
    {
        var history = new List<RegisterOperation>();
        var open = new List<RegisterOperation>();
        var applied = new List<RegisterOperation>();
        RegisterState state = default;
        long time = 0;
        while (history.Count < calls || open.Count + applied.Count > 0)
        {
            time++;
            int choice = random.Next(3);
            if (choice == 0 && open.Count + applied.Count < threads && history.Count < calls)
            {
                open.Add(new RegisterOperation(
                    0, 0, (RegisterAction)random.Next(5), new RegisterState(time, time), Changed: null, Invoked: time, Responded: 0));
            }
            else if (choice == 1 && open.Count > 0)
            {
                RegisterOperation operation = open[random.Next(open.Count)];
                open.Remove(operation);
                RegisterState before = state;
                if (operation.Action == RegisterAction.Read)
                    operation = operation with { State = state };
                else
                    operation.TryApply(before, out state);
                bool? changed = operation.Action == RegisterAction.Read ? null : ChangedBy(operation.Action, before);
                applied.Add(operation with { Changed = changed });
            }
            else if (choice == 2 && applied.Count > 0)
            {
                RegisterOperation operation = applied[random.Next(applied.Count)];
                applied.Remove(operation);
                history.Add(operation with { Responded = time });
            }
        }

        return history;
    }

    private static bool ChangedBy(RegisterAction action, RegisterState before) => action switch
    {
        RegisterAction.Insert => before.IsAbsent,
        RegisterAction.Update or RegisterAction.Delete => !before.IsAbsent,
        _ => true,
    };

    private static void AssertInOrder(params RegisterOperation[] operations) => Assert.Null(RegisterChecker.FindViolation(operations));

    private static void AssertViolation(string expected, params RegisterOperation[] operations)
    {
        string? violation = RegisterChecker.FindViolation(operations);
        Assert.NotNull(violation);
        Assert.Contains(expected, violation, StringComparison.Ordinal);
    }
}
