using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>Opens a collection for writing and keeps it open, with what maintenance finds to do, until the process is killed or its input
/// ends.</summary>
internal sealed class OpenCommand(string path, CollectionOptions options)
{
    public void Run()
    {
        Report.Line(Report.Opening);
        try
        {
            using Collection collection = Collection.Open(path, options);
            Report.Line(Report.Open);
            while (Console.In.ReadLine() is not null)
            {
            }
        }
        catch (ZvecException exception) when (exception.Code == ZvecErrorCode.Locked)
        {
            Report.Line($"{Report.Refused} {exception.Message}");
        }
    }
}
