namespace Zvec.Server.Errors;

/// <summary>A request asks for more than the server allows.</summary>
internal sealed class LimitException(string message) : Exception(message)
{
    /// <summary>Checks that a request does not ask for more than the server allows.</summary>
    /// <param name="what">What it asks for, as "The batch has".</param>
    /// <param name="asked">How many.</param>
    /// <param name="most">How many are allowed.</param>
    /// <param name="setting">The option that says so.</param>
    public static void Check(string what, long asked, long most, string setting)
    {
        if (asked > most)
            throw new LimitException($"{what} {asked}; this server allows at most {most} (Zvec:{setting}).");
    }
}
