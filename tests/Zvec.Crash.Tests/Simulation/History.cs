namespace Zvec.Crash.Tests.Simulation;

/// <summary>The states that a workload led through, and how far it has come. State 0 is the new collection; −1 stands for none.</summary>
internal sealed class History
{
    private readonly List<SimulatedState> _states = [];
    private volatile int _begun = -1;
    private volatile int _acknowledged = -1;
    private volatile int _durable = -1;
    private volatile int _backedUp = -1;
    private volatile int _backingUp = -1;

    /// <summary>The last state that a call was made for.</summary>
    public int Begun => _begun;

    /// <summary>The last state that was acknowledged.</summary>
    public int Acknowledged => _acknowledged;

    /// <summary>The last state that a power cut leaves whatever the durability.</summary>
    public int Durable => _durable;

    /// <summary>The state that the last finished backup holds; −1 when there is none.</summary>
    public int BackedUp => _backedUp;

    /// <summary>The state of the last backup that was begun.</summary>
    public int BackingUp => _backingUp;

    /// <summary>The last state that was begun.</summary>
    public SimulatedState Latest => this[_begun];

    public SimulatedState this[int index]
    {
        get
        {
            lock (_states)
                return _states[index];
        }
    }

    /// <summary>A call is made that leads to a state; the one before was acknowledged.</summary>
    public void Begin(SimulatedState next)
    {
        lock (_states)
            _states.Add(next);
        _begun++;
    }

    /// <summary>The call returned.</summary>
    public void Acknowledge() => _acknowledged = _begun;

    /// <summary>What was acknowledged was made to survive a power cut.</summary>
    public void Promise() => _durable = _acknowledged;

    /// <summary>A backup of what was acknowledged is made.</summary>
    public void BeginBackup() => _backingUp = _acknowledged;

    /// <summary>The backup is there.</summary>
    public void EndBackup() => _backedUp = _backingUp;
}
