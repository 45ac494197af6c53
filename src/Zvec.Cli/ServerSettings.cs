using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Zvec.Server;

namespace Zvec.Cli;

/// <summary>Settings of the server beyond those that have options of their own.</summary>
internal static class ServerSettings
{
    private static readonly HashSet<string> Known =
        new(typeof(ZvecServerOptions).GetProperties().Select(property => property.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks what is left of the command line: pairs of <c>--Section:Name</c> and a value.</summary>
    /// <param name="rest">What no option took.</param>
    /// <returns>The same, for the configuration.</returns>
    /// <exception cref="BadInputException">It is something else, names no setting, or is a key.</exception>
    public static IEnumerable<string> Read(IReadOnlyList<string> rest)
    {
        List<string> settings = [];
        for (int i = 0; i < rest.Count; i++)
        {
            (string name, string? value) = rest[i].IndexOf('=', StringComparison.Ordinal) is var at and > 0
                ? (rest[i][..at], rest[i][(at + 1)..])
                : (rest[i], i + 1 < rest.Count ? rest[++i] : null);
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
                throw new BadInputException($"'{name}' is no option of serve; a setting is written as --Section:Name value. See --help.");
            if (value is null || value.StartsWith("--", StringComparison.Ordinal))
                throw new BadInputException($"The setting '{name}' has no value.");
            Check(name[2..].Split(':'));
            settings.AddRange([name, value]);
        }

        return settings;
    }

    /// <summary>Makes the server part of this program: a file of settings below the environment, the log on standard error.</summary>
    public static void Configure(WebApplicationBuilder builder, string? file, bool isQuiet)
    {
        if (file is not null)
        {
            string path = Path.GetFullPath(file);
            if (!File.Exists(path))
                throw new FileNotFoundException($"There is no file '{path}' of settings.");
            IList<IConfigurationSource> sources = ((IConfigurationBuilder)builder.Configuration).Sources;
            int last = sources.Select((source, place) => source is JsonConfigurationSource ? place : 0).Max();
            var source = new JsonConfigurationSource { Path = path, Optional = false };
            source.ResolveFileProvider();
            try
            {
                sources.Insert(last + 1, source);
            }
            catch (InvalidDataException exception)
            {
                throw new BadInputException($"The settings '{path}' cannot be read. {exception.InnerException?.Message}");
            }
        }

        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // a server that cannot start ends the command with its message
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        if (isQuiet)
            builder.Logging.AddFilter(category: null, LogLevel.Warning);
    }

    private static void Check(string[] parts)
    {
        if (!parts[0].Equals(ZvecServerOptions.Section, StringComparison.OrdinalIgnoreCase))
            return;
        if (!Known.Contains(parts[1]))
        {
            throw new BadInputException(
                $"The server has no setting 'Zvec:{parts[1]}'; it has {string.Join(", ", Known.Order(StringComparer.Ordinal))}.");
        }

        if (parts[1].EndsWith("Keys", StringComparison.OrdinalIgnoreCase))
        {
            throw new BadInputException(
                "Keys are not taken from the command line, which others can read. Set Zvec__WriteKeys__0 and Zvec__ReadKeys__0 in the "
                    + "environment, or write them into a file for --settings.");
        }
    }
}
