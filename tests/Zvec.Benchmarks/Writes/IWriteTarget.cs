namespace Zvec.Benchmarks.Writes;

/// <summary>Something that vectors are inserted into under keys, calls of so many documents each.</summary>
internal interface IWriteTarget
{
    string Name { get; }

    /// <summary>Whether it can be driven by so many writers at once.</summary>
    bool Takes(int writers);

    /// <summary>Inserts into a new database for some time.</summary>
    /// <param name="path">A path that nothing is at; the caller deletes what is there afterwards.</param>
    /// <param name="batch">Documents of a call.</param>
    /// <param name="writers">Callers at the same time.</param>
    /// <param name="time">How long new calls are begun.</param>
    WriteTimes Run(string path, int batch, int writers, TimeSpan time);
}
