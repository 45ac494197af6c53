
namespace Zvec.Crash.Tests.Concurrency;

/// <summary>Something that one thread of the stress does again and again.</summary>
/// <param name="run">What all threads share.</param>
/// <param name="number">The thread, unlike any other; its choices come from this and the seed.</param>
internal abstract class StressThread(StressRun run, int number) : IDisposable
{
    protected StressRun Run => run;

    protected int Number => number;

    protected Random Random { get; } = new(HashCode.Combine(run.Seed, number));

    /// <summary>Makes one call and notes what came of it.</summary>
    public abstract void Step(Collection collection);

    /// <summary>Lets go of what the thread has of its own.</summary>
    public virtual void Dispose()
    {
    }

    protected int AnyRegister() => Random.Next(StressDocuments.Registers);
}
