using System.Diagnostics.CodeAnalysis;

namespace Zvec.Crash.Worker;

/// <summary>A collection does not hold, or does not answer, what it should.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is thrown with a message only.")]
internal sealed class CheckFailedException(string message) : Exception(message);
