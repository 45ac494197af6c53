using Microsoft.Extensions.VectorData;
using Spectre.Console;

namespace Zvec.Samples.Quickstart;

/// <summary>What the program writes: colours and a progress bar on a terminal, plain lines anywhere else.</summary>
internal static class Output
{
    private const int WordsWidth = 28;
    private const int CategoryWidth = 14;
    private const int DefinitionWidth = 64;
    private const int LinesOfProgress = 10;

    public static void Line(string text) => Console.WriteLine(text);

    /// <summary>Shows how far a count has come, until it is complete.</summary>
    public static async Task ProgressAsync(string what, int total, IAsyncEnumerable<int> counts)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
        {
            int shown = 0;
            await foreach (int count in counts)
            {
                if (count * LinesOfProgress / total == shown)
                    continue;
                shown = count * LinesOfProgress / total;
                Line($"{what}: {count:N0} of {total:N0}");
            }

            return;
        }

        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(what), maxValue: total);
                await foreach (int count in counts)
                    task.Value = count;
            });
    }

    /// <summary>Shows that something goes on, until it is done.</summary>
    public static Task WaitAsync(string what, Task work) => AnsiConsole.Status().StartAsync(Markup.Escape(what), _ => work);

    /// <summary>Shows the hits, and how long it took to find them: the first time, when code is still being compiled, and the
    /// second.</summary>
    public static void Answer(Question question, IReadOnlyList<VectorSearchResult<Synset>> hits, TimeSpan first, TimeSpan second)
    {
        AnsiConsole.WriteLine();
        Styled("bold yellow", question.Text);
        if (question.FilterText is not null)
            Styled("blue", $"  where {question.FilterText}");

        foreach (var hit in hits)
        {
            AnsiConsole.Markup($"  [green]{hit.Score:F3}[/]  ");
            AnsiConsole.Markup($"[bold]{Markup.Escape(Fit(string.Join(", ", hit.Record.Words), WordsWidth))}[/]  ");
            AnsiConsole.Markup($"[grey]{Markup.Escape(Fit(hit.Record.Category, CategoryWidth))}[/]  ");
            Console.WriteLine(Fit(hit.Record.Definition, DefinitionWidth).TrimEnd());
        }

        Styled("grey", $"  {hits.Count} hits in {first.TotalMilliseconds:F1} ms, asked again in {second.TotalMilliseconds:F1} ms");
    }

    private static void Styled(string style, string text)
    {
        AnsiConsole.Markup($"[{style}]{Markup.Escape(text)}[/]");
        Console.WriteLine();
    }

    private static string Fit(string text, int width) =>
        text.Length <= width ? text.PadRight(width) : string.Concat(text.AsSpan(0, width - 1).TrimEnd(), "…").PadRight(width);
}
