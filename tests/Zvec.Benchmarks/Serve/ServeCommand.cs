using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Serve;

/// <summary><c>serve</c>: answers requests for this engine as the scripts of <c>Peers</c> do for the others. <c>compare</c> starts
/// it.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        var command = new Command(Name, "answer requests of 'compare' on standard input") { Hidden = true };
        command.SetAction(_ =>
        {
            using var server = new EngineServer();
            while (Console.In.ReadLine() is { } line)
                Console.Out.WriteLine(PeerProcess.AnswerMark + AnswerTo(server, line).ToJsonString());
            return 0;
        });
        return command;
    }

    private static JsonObject AnswerTo(EngineServer server, string line)
    {
        try
        {
            return new JsonObject { ["ok"] = JsonSerializer.SerializeToNode(server.Answer(JsonNode.Parse(line)!.AsObject())) };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new JsonObject { ["error"] = $"{exception.GetType().Name}: {exception.Message}" };
        }
    }
}
