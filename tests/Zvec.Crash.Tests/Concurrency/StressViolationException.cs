namespace Zvec.Crash.Tests.Concurrency;

/// <summary>The collection answered what it must not.</summary>
public sealed class StressViolationException : Exception
{
    public StressViolationException()
    {
    }

    public StressViolationException(string message)
        : base(message)
    {
    }

    public StressViolationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
