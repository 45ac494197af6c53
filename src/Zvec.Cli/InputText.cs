namespace Zvec.Cli;

/// <summary>Text that is given on the command line, in a file, or on standard input.</summary>
internal static class InputText
{
    /// <summary>The name that stands for standard input or output.</summary>
    public const string Standard = "-";

    /// <summary>The text of a file, or of standard input for <c>-</c>.</summary>
    public static async Task<string> OfFileAsync(string path, CancellationToken cancellationToken) => path == Standard
        ? await Console.In.ReadToEndAsync(cancellationToken)
        : await File.ReadAllTextAsync(path, cancellationToken);

    /// <summary>The text itself, or that of the file whose name follows a <c>@</c>.</summary>
    public static async Task<string> OfArgumentAsync(string argument, CancellationToken cancellationToken) =>
        argument.StartsWith('@') ? await OfFileAsync(argument[1..], cancellationToken) : argument;

    /// <summary>A stream for reading a file, or standard input for <c>-</c>.</summary>
    public static Stream Open(string path) => path == Standard ? Console.OpenStandardInput() : File.OpenRead(path);
}
