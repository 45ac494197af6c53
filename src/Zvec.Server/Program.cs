using Zvec.Engine;
using Zvec.Server;

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
