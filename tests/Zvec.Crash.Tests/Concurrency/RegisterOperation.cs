namespace Zvec.Crash.Tests.Concurrency;

/// <summary>One call as one register saw it.</summary>
/// <param name="Thread">Who called.</param>
/// <param name="Register">The register.</param>
/// <param name="Action">What was asked.</param>
/// <param name="State">What a read saw; of a write only the value that it writes counts.</param>
/// <param name="Changed">What a write answered: whether it changed the register; null when the answer does not tell.</param>
/// <param name="Invoked">The clock before the call.</param>
/// <param name="Responded">The clock after it.</param>
internal sealed record RegisterOperation(
    int Thread, int Register, RegisterAction Action, RegisterState State, bool? Changed, long Invoked, long Responded)
{
    /// <summary>Whether the call may have changed the register.</summary>
    public bool IsWrite => Action != RegisterAction.Read && Changed != false;

    /// <summary>Lets the call take effect.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="next">The state after.</param>
    /// <returns>Whether the call could have answered as it did.</returns>
    public bool TryApply(RegisterState state, out RegisterState next)
    {
        next = state;
        switch (Action)
        {
            case RegisterAction.Read:
                return state == State;
            case RegisterAction.Upsert:
                next = new RegisterState(State.Value, State.Value);
                return Changed != false;
            case RegisterAction.Insert:
                if (state.IsAbsent)
                    next = new RegisterState(State.Value, State.Value);
                return Changed is not { } inserted || inserted == state.IsAbsent;
            case RegisterAction.Update:
                if (!state.IsAbsent)
                    next = state with { Value = State.Value };
                return Changed is not { } updated || updated != state.IsAbsent;
            default:
                next = RegisterState.Absent;
                return Changed is not { } deleted || deleted != state.IsAbsent;
        }
    }

    public override string ToString()
    {
        string answer = Action == RegisterAction.Read ? $"saw {State}" : $"{State.Value}, changed: {Changed?.ToString() ?? "?"}";
        return $"[{Invoked}, {Responded}] thread {Thread}: {Action} of register {Register}, {answer}";
    }
}
