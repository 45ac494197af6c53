using Zvec.Engine;

namespace Zvec.Cli;

/// <summary>What the process returns, for scripts. <c>zvec --help</c> lists them.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A failure that none of the others names: a device, a right, a limit.</summary>
    public const int Failure = 1;

    /// <summary>The command line, a file given on it, a query or a document is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>There is no such collection, document, field or file.</summary>
    public const int NotFound = 3;

    /// <summary>There is such a collection, document or field already.</summary>
    public const int AlreadyExists = 4;

    /// <summary>Files are damaged, or of a format that this version does not know.</summary>
    public const int Damaged = 5;

    /// <summary>Somebody else holds the collection for writing, or it takes no writes.</summary>
    public const int Unavailable = 6;

    /// <summary>Some documents were written and others were not.</summary>
    public const int Partly = 7;

    /// <summary>Ended by Ctrl+C or SIGTERM, as shells number it.</summary>
    public const int Cancelled = 130;

    public const string Help = """
        Exit codes: 0 success, 1 other failure, 2 bad input, 3 not found, 4 exists already, 5 damaged or of an unknown format,
        6 locked or read-only, 7 some documents were not written, 130 cancelled.
        """;

    public static int Of(ZvecErrorCode code) => code switch
    {
        ZvecErrorCode.NotFound => NotFound,
        ZvecErrorCode.AlreadyExists => AlreadyExists,
        ZvecErrorCode.InvalidArgument or ZvecErrorCode.DimensionMismatch or ZvecErrorCode.NotSupported => BadInput,
        ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat => Damaged,
        ZvecErrorCode.Locked or ZvecErrorCode.ReadOnly or ZvecErrorCode.FailedPrecondition => Unavailable,
        _ => Failure,
    };
}
