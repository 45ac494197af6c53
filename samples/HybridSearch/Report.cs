using Spectre.Console;
using Zvec.Engine;

namespace Zvec.Samples.HybridSearch;

/// <summary>What the program prints.</summary>
internal static class Report
{
    /// <summary>Prints the quality of each way.</summary>
    public static void Show(string title, Way[] ways, Quality[] qualities)
    {
        var table = new Table().Title(title).AddColumns("way", "mean reciprocal rank", "recall@10", "recall@100");
        for (int way = 0; way < ways.Length; way++)
        {
            var quality = qualities[way];
            table.AddRow(ways[way].Name, $"{quality.MeanReciprocalRank:F4}", $"{quality.Recall(10):F4}", $"{quality.Recall(100):F4}");
        }

        Console.WriteLine();
        AnsiConsole.Write(table);
    }

    /// <summary>Prints by how much the last way beats each of the others.</summary>
    public static void ShowLead(Way[] ways, Quality[] qualities)
    {
        var last = qualities[^1];
        for (int way = 0; way < ways.Length - 1; way++)
        {
            var other = qualities[way];
            Console.WriteLine(
                $"{ways[^1].Name} / {ways[way].Name}: mean reciprocal rank x {last.MeanReciprocalRank / other.MeanReciprocalRank:F2} "
                + $"({last.RankLead(other):F1} standard errors), "
                + $"recall@10 x {last.Recall(10) / other.Recall(10):F2} ({last.RecallLead(other, 10):F1})");
        }
    }

    /// <summary>Prints a question with the right meaning, its place in every way, and what each way has first.</summary>
    public static void ShowExample(Question question, Way[] ways, Quality[] qualities, int number, Func<Way, SearchHit> first)
    {
        Console.WriteLine();
        AnsiConsole.MarkupLine($"[bold yellow]{Markup.Escape(question.Text)}[/]  ({question.Meaning.Category})");
        string answer = $"{string.Join(", ", question.Meaning.Words)}: {question.Meaning.Definition}";
        AnsiConsole.MarkupLine($"  [bold]{Markup.Escape(answer)}[/]");
        for (int way = 0; way < ways.Length; way++)
        {
            int place = qualities[way].Places[number];
            string where = place == 0 ? $"not among the first {Way.Top}" : $"place {place}";
            string found = place == 1 ? "" : $"; first is: {first(ways[way]).Document.Get<string>(Library.Text)}";
            AnsiConsole.MarkupLine($"  [green]{ways[way].Name,-8}[/] {Markup.Escape(where + found)}");
        }
    }
}
