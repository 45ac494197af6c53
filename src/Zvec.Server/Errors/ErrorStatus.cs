using Zvec.Engine;

namespace Zvec.Server.Errors;

/// <summary>The status of HTTP for each code of the engine.</summary>
internal static class ErrorStatus
{
    public static int Of(ZvecErrorCode code) => code switch
    {
        ZvecErrorCode.NotFound => StatusCodes.Status404NotFound,
        ZvecErrorCode.AlreadyExists or ZvecErrorCode.FailedPrecondition or ZvecErrorCode.ReadOnly => StatusCodes.Status409Conflict,
        ZvecErrorCode.InvalidArgument or ZvecErrorCode.DimensionMismatch => StatusCodes.Status400BadRequest,
        ZvecErrorCode.Locked => StatusCodes.Status423Locked,
        ZvecErrorCode.ResourceExhausted => StatusCodes.Status507InsufficientStorage,
        ZvecErrorCode.NotSupported => StatusCodes.Status501NotImplemented,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static string TitleOf(ZvecErrorCode code) => code switch
    {
        ZvecErrorCode.NotFound => "Not found",
        ZvecErrorCode.AlreadyExists => "Exists already",
        ZvecErrorCode.InvalidArgument => "Invalid argument",
        ZvecErrorCode.DimensionMismatch => "Wrong number of dimensions",
        ZvecErrorCode.FailedPrecondition => "Not possible in this state",
        ZvecErrorCode.ReadOnly => "Takes no writes",
        ZvecErrorCode.Locked => "Open elsewhere",
        ZvecErrorCode.ResourceExhausted => "A limit was reached",
        ZvecErrorCode.DataCorruption => "Damaged data",
        ZvecErrorCode.UnsupportedFormat => "Unknown format",
        ZvecErrorCode.NotSupported => "Not available",
        _ => code.ToString(),
    };
}
