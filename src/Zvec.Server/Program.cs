using Zvec.Engine;

namespace Zvec.Server;

/// <summary>The server as a program.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using WebApplication server = ZvecServer.Create(args);
            await server.RunAsync();
            return 0;
        }
        catch (ZvecException exception)
        {
            // what the operator can put right is told in one line; anything else is a defect, and its trace is wanted
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }
}
