namespace Zvec.Crash.Tests.Simulation;

/// <summary>One call of a workload in which a call of the disk fails.</summary>
/// <param name="Kind">What the call changes.</param>
/// <param name="Apply">The state that it leads to.</param>
/// <param name="RunAsync">Makes it.</param>
internal sealed record FaultStep(FaultStepKind Kind, Func<SimulatedState, SimulatedState> Apply, Func<Collection, Task> RunAsync);
