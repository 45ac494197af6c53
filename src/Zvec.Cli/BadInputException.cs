namespace Zvec.Cli;

/// <summary>Something on the command line, or in a file that it names, is wrong; the message says what and what to do.</summary>
internal sealed class BadInputException(string message) : Exception(message);
