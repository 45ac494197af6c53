using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Zvec.Server;

namespace Zvec.Cli.Commands;

/// <summary><c>zvec serve</c>: the collections of a folder over HTTP.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create()
    {
        var path = new Option<string>("--path", "-p") { Description = "The folder whose folders are the collections; made when missing." };
        var urls = new Option<string>("--urls", "-u")
        {
            Description = $"Where to listen: {ZvecServer.DefaultUrl} by default; several are separated by semicolons.",
        };
        var readOnly = new Option<bool>("--read-only") { Description = "Serve beside a process that writes, and write nothing." };
        var settings = new Option<string>("--settings")
        {
            Description = "A JSON file of settings, such as { \"Zvec\": { \"WriteKeys\": [\"...\"] } }.",
        };
        var command = new Command(Name, """
            Serve the collections of a folder over HTTP until Ctrl+C or SIGTERM, which finish the requests and writes under way. Every other
            setting of the server and of ASP.NET Core can be given as --Section:Name value, in the environment (Section__Name) or in a file.

            Keys have no option, because command lines can be read by others: give them as Zvec__WriteKeys__0 and Zvec__ReadKeys__0 in the
            environment, or in a file. Without keys the server answers its own machine only.

            Examples:
              zvec serve --path data
              zvec serve --path data --urls http://127.0.0.1:8080 --Zvec:MaxTop 200
              zvec serve --settings server.json
            """)
        {
            path, urls, readOnly, settings,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        Invocation.Handle(command, async invocation =>
        {
            List<string> arguments = [.. ServerSettings.Read(invocation.Rest)];
            if (invocation.Get(path) is { } folder)
                arguments.AddRange([$"--{ZvecServerOptions.Section}:{nameof(ZvecServerOptions.Path)}", folder]);
            if (invocation.Get(urls) is { } addresses)
                arguments.AddRange(["--urls", addresses]);
            if (invocation.Get(readOnly))
                arguments.AddRange([$"--{ZvecServerOptions.Section}:{nameof(ZvecServerOptions.ReadOnly)}", "true"]);
            string? file = invocation.Get(settings);
            await using WebApplication server = ZvecServer.Create(
                [.. arguments], configure: null, builder => ServerSettings.Configure(builder, file, invocation.Quiet));
            server.Lifetime.ApplicationStarted.Register(() => Announce(invocation, server));

            // the host takes Ctrl+C and SIGTERM itself
            await server.RunAsync();
            return ExitCode.Success;
        });
        return command;
    }

    private static void Announce(Invocation invocation, WebApplication server)
    {
        string folder = Path.GetFullPath(server.Services.GetRequiredService<ZvecServerOptions>().Path!);
        ICollection<string> addresses = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        if (invocation.Json)
            invocation.WriteValues(("serving", folder), ("urls", addresses));
        else
            Console.Out.WriteLine($"Serving {folder} at {string.Join(" and ", addresses)}");
        Console.Out.Flush();
    }
}
