
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Inserts, upserts, updates and deletes registers.</summary>
internal sealed class StressWriter(StressRun run, int number) : StressThread(run, number)
{
    public override void Step(Collection collection)
    {
        switch (Random.Next(100))
        {
            case < 40:
                Write(collection, RegisterAction.Upsert, [AnyRegister()]);
                break;
            case < 50:
                Write(collection, RegisterAction.Upsert, [.. Enumerable.Range(0, 3).Select(_ => AnyRegister()).Distinct()]);
                break;
            case < 65:
                Write(collection, RegisterAction.Insert, [AnyRegister()]);
                break;
            case < 87:
                Write(collection, RegisterAction.Update, [.. Enumerable.Range(0, 2).Select(_ => AnyRegister()).Distinct()]);
                break;
            case < 93:
                DeleteKeys(collection, AnyRegister());
                break;
            case < 97:
                DeleteOne(collection, AnyRegister());
                break;
            default:
                DeleteSome(collection, AnyRegister());
                break;
        }
    }

    private void Write(Collection collection, RegisterAction action, int[] registers)
    {
        long value = Run.History.NewValue();
        CollectionSchema schema = collection.Schema;
        long invoked = Run.History.Now();
        IReadOnlyList<WriteResult> results = (action switch
        {
            RegisterAction.Insert => collection.InsertAsync(registers.SelectMany(one => StressDocuments.Whole(one, value, schema))),
            RegisterAction.Update => collection.UpdateAsync(registers.SelectMany(one => StressDocuments.Partial(one, value))),
            _ => collection.UpsertAsync(registers.SelectMany(one => StressDocuments.Whole(one, value, schema))),
        }).GetAwaiter().GetResult();
        Run.History.AddWrite(Number, registers.Select(register => (register, Changed(results, register))), action, value, invoked);
    }

    private void DeleteKeys(Collection collection, int register)
    {
        long invoked = Run.History.Now();
        IReadOnlyList<WriteResult> results = collection.DeleteAsync(StressDocuments.KeysOf(register)).GetAwaiter().GetResult();
        Run.History.AddWrite(Number, [(register, Changed(results, register))], RegisterAction.Delete, 0, invoked);
    }

    private void DeleteOne(Collection collection, int register)
    {
        long invoked = Run.History.Now();
        long count = collection.DeleteAsync($"register = {register}").GetAwaiter().GetResult();
        if (count is not (0 or StressDocuments.RowLength))
            throw new StressViolationException($"A filter deleted {count} documents of register {register}.");
        Run.History.AddWrite(Number, [(register, count > 0)], RegisterAction.Delete, 0, invoked);
    }

    private void DeleteSome(Collection collection, int first)
    {
        int last = Math.Min(first + 1, StressDocuments.Registers - 1);
        long invoked = Run.History.Now();
        long count = collection.DeleteAsync($"register >= {first} and register <= {last}").GetAwaiter().GetResult();
        int most = (last - first + 1) * StressDocuments.RowLength;
        if (count % StressDocuments.RowLength != 0 || count > most)
            throw new StressViolationException($"A filter deleted {count} documents of registers {first} to {last}.");
        bool? changed = count == 0 ? false : count == most ? true : null;
        Run.History.AddWrite(
            Number, Enumerable.Range(first, last - first + 1).Select(register => (register, changed)), RegisterAction.Delete, 0, invoked);
    }

    /// <summary>Whether a write changed a register; what it did to one document it must have done to all of the row.</summary>
    private static bool? Changed(IReadOnlyList<WriteResult> results, int register)
    {
        WriteResult[] row = [.. results.Where(result => StressDocuments.RegisterOf(result.Key) == register)];
        if (row.Length != StressDocuments.RowLength || row.Any(result => result.Error != row[0].Error))
            throw new StressViolationException($"A write was torn in register {register}: {string.Join(", ", row)}");
        return row[0].Succeeded;
    }
}
