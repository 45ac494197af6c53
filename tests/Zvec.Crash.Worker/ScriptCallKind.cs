namespace Zvec.Crash.Worker;

internal enum ScriptCallKind
{
    Insert,
    Upsert,
    Update,
    DeleteByKey,
    DeleteByYear,
    Flush,
    Optimize,
    CreateIndex,
}
