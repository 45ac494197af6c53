using System.Text;

namespace Zvec.Crash.Worker;

/// <summary>Lines for the process that started this one. Each is handed to the system in one piece before the call returns, so that it
/// arrives even when the process is killed right after, and never in part.</summary>
internal static class Report
{
    public const string Opening = "opening";
    public const string Open = "open";
    public const string Acknowledged = "done";
    public const string Refreshed = "refreshed";
    public const string Refused = "refused";

    private static readonly Lock Turn = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static void Line(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + "\n");
        lock (Turn)
        {
            Output.Write(bytes);
            Output.Flush();
        }
    }
}
