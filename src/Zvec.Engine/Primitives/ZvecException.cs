namespace Zvec.Engine;

/// <summary>A failed operation on a collection: what kind of failure (<see cref="Code"/>), and in the message what was wrong,
/// with which value, and what to do about it.</summary>
public sealed class ZvecException : Exception
{
    /// <summary>Creates an exception with a code and a message.</summary>
    /// <param name="code">The kind of failure.</param>
    /// <param name="message">What was wrong, with which value, and the remedy.</param>
    /// <param name="innerException">The failure underneath, where there is one.</param>
    public ZvecException(ZvecErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
    }

    /// <summary>The kind of failure.</summary>
    public ZvecErrorCode Code { get; }
}
