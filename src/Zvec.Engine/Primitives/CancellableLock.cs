namespace Zvec.Engine.Primitives;

/// <summary>Waiting for a lock that another thread may hold for long.</summary>
internal static class CancellableLock
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Enters a lock, or gives up when cancelled.</summary>
    public static Lock.Scope EnterScope(this Lock one, CancellationToken cancellationToken)
    {
        while (!one.TryEnter(Glance))
            cancellationToken.ThrowIfCancellationRequested();

        // a thread that holds the lock may enter it again: that makes the scope
        try
        {
            return one.EnterScope();
        }
        finally
        {
            one.Exit();
        }
    }
}
