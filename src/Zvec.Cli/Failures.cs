using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Engine;

namespace Zvec.Cli;

/// <summary>Failures as people and scripts read them, on standard error.</summary>
internal static class Failures
{
    private static readonly JsonSerializerOptions ReadableText = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reports what ended a command.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(bool json, Exception exception)
    {
        (int exitCode, string code, string message) = exception switch
        {
            ZvecException failure => (ExitCode.Of(failure.Code), failure.Code.ToString(), failure.Message),
            BadInputException wrong => (ExitCode.BadInput, nameof(ZvecErrorCode.InvalidArgument), wrong.Message),
            OperationCanceledException => (ExitCode.Cancelled, "Cancelled", "Cancelled; what was acknowledged before stays."),
            FileNotFoundException or DirectoryNotFoundException => (ExitCode.NotFound, nameof(ZvecErrorCode.NotFound), exception.Message),
            UnauthorizedAccessException or IOException => (ExitCode.Failure, "InputOutput", exception.Message),
            _ => (ExitCode.Failure, "Unexpected", exception.ToString()),
        };
        Write(json, code, message);
        return exitCode;
    }

    public static void Write(bool json, string code, string message)
    {
        if (json)
        {
            var error = new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };
            Console.Error.WriteLine(error.ToJsonString(ReadableText));
        }
        else
        {
            Console.Error.WriteLine($"error: {message}");
        }
    }
}
