using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;
using Zvec.Cli.Collections;
using Zvec.Engine;

namespace Zvec.Cli;

/// <summary>One run of a command: what was given, where results go, and how failures end it.</summary>
internal sealed class Invocation
{
    // tables in a pipe or a file are not cut to a terminal's width
    private const int WidthOfFiles = 500;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ParseResult _parsed;

    private Invocation(ParseResult parsed, CancellationToken cancellationToken)
    {
        _parsed = parsed;
        Token = cancellationToken;
    }

    /// <summary>Cancelled by Ctrl+C and SIGTERM.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether results are wanted as JSON.</summary>
    public bool Json => _parsed.GetValue(SharedOptions.Json);

    /// <summary>Whether only results and failures are to be told.</summary>
    public bool Quiet => _parsed.GetValue(SharedOptions.Quiet);

    /// <summary>Whether somebody is there to look at progress.</summary>
    public bool ShowsProgress => !Json && !Quiet && !Console.IsErrorRedirected;

    /// <summary>What no option or argument took, for commands that allow it.</summary>
    public IReadOnlyList<string> Rest => _parsed.UnmatchedTokens;

    /// <summary>Says what a command does.</summary>
    public static void Handle(Command command, Func<Invocation, Task<int>> run) => command.SetAction(async (parsed, cancellationToken) =>
    {
        var invocation = new Invocation(parsed, cancellationToken);
        try
        {
            return await run(invocation);
        }
        catch (Exception exception)
        {
            return Failures.Report(invocation.Json, exception);
        }
    });

    public T? Get<T>(Option<T> option) => _parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => _parsed.GetValue(argument)!;

    /// <summary>Opens a collection for reading, be it partitioned or not.</summary>
    public IDocumentCollection OpenToRead(Argument<string> path) => CollectionFolder.Open(Get(path), readOnly: true);

    /// <summary>Opens a collection for writing, be it partitioned or not.</summary>
    public IDocumentCollection OpenToWrite(Argument<string> path) => CollectionFolder.Open(Get(path), readOnly: false);

    /// <summary>Opens a collection that must not be partitioned.</summary>
    public Collection OpenSingle(Argument<string> path, bool readOnly)
    {
        CollectionFolder.CheckSingle(Get(path));
        return Collection.Open(Get(path), new CollectionOptions { ReadOnly = readOnly });
    }

    /// <summary>Writes a line of JSON.</summary>
    public static void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            write(writer);
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>Writes names with their values: an object, or a table.</summary>
    public void WriteValues(params (string Name, object? Value)[] values)
    {
        if (Json)
        {
            WriteJson(writer =>
            {
                writer.WriteStartObject();
                foreach ((string name, object? value) in values)
                {
                    writer.WritePropertyName(name);
                    WriteJsonValue(writer, value);
                }

                writer.WriteEndObject();
            });
            return;
        }

        var grid = new Grid().AddColumn().AddColumn();
        foreach ((string name, object? value) in values)
            grid.AddRow(new Text(name), new Text(Numbers.Text(value)));
        WriteTable(grid);
    }

    public static void WriteTable(IRenderable table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = WidthOfFiles;
        console.Write(table);
        console.WriteLine();
    }

    /// <summary>Runs long work beside a progress bar on standard error.</summary>
    /// <param name="what">What is done, for the bar.</param>
    /// <param name="work">The work, which reports how much of how much is done.</param>
    public async Task<T> WithProgressAsync<T>(string what, Func<ProgressReport, Task<T>> work)
    {
        if (!ShowsProgress)
            return await work(static (_, _) => { });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: 1);
            task.IsIndeterminate = true;
            return await work((done, total) =>
            {
                if (total > 0)
                {
                    task.IsIndeterminate = false;
                    task.MaxValue = total;
                }

                task.Value = done;
            });
        });
    }

    private static void WriteJsonValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number: writer.WriteNumberValue(Math.Round(number, 6)); break;
            case IEnumerable<string> texts:
                writer.WriteStartArray();
                foreach (string text in texts)
                    writer.WriteStringValue(text);
                writer.WriteEndArray();
                break;
            case IReadOnlyDictionary<string, double> numbers:
                writer.WriteStartObject();
                foreach ((string name, double number) in numbers)
                    writer.WriteNumber(name, Math.Round(number, 6));
                writer.WriteEndObject();
                break;
            default: writer.WriteStringValue(value.ToString()); break;
        }
    }
}
