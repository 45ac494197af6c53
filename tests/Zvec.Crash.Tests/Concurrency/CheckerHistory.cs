namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Writes histories down in a line: calls with their beginning and end.</summary>
internal static class CheckerHistory
{
    public static RegisterOperation Upsert(long value, long invoked, long responded, int register = 0) =>
        new(1, register, RegisterAction.Upsert, new RegisterState(value, value), true, invoked, responded);

    public static RegisterOperation Insert(long value, bool changed, long invoked, long responded) =>
        new(1, 0, RegisterAction.Insert, new RegisterState(value, value), changed, invoked, responded);

    public static RegisterOperation Update(long value, bool changed, long invoked, long responded) =>
        new(1, 0, RegisterAction.Update, new RegisterState(value, 0), changed, invoked, responded);

    public static RegisterOperation Delete(bool? changed, long invoked, long responded, int register = 0) =>
        new(1, register, RegisterAction.Delete, RegisterState.Absent, changed, invoked, responded);

    public static RegisterOperation Read(long value, long invoked, long responded, long? writtenWhole = null) =>
        new(2, 0, RegisterAction.Read, new RegisterState(value, writtenWhole ?? value), null, invoked, responded);

    public static SnapshotRead Snapshot(long invoked, long responded, params (int Register, long Value)[] states) =>
        new(2, "Scan", states.ToDictionary(one => one.Register, one => new RegisterState(one.Value, one.Value)), invoked, responded);
}
