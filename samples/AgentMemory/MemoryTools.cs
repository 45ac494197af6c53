using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace Zvec.Samples.AgentMemory;

/// <summary>The memory as functions that a model calls.</summary>
/// <param name="memory">The memory.</param>
/// <param name="source">The conversation that is going on.</param>
internal sealed class MemoryTools(Memory memory, string source)
{
    public const string Remember = "remember";
    public const string Recall = "recall";
    public const string Forget = "forget";

    public IEnumerable<AITool> ToFunctions() =>
    [
        AIFunctionFactory.Create(RememberAsync, Remember),
        AIFunctionFactory.Create(RecallAsync, Recall),
        AIFunctionFactory.Create(ForgetAsync, Forget),
    ];

    /// <summary>Facts as lines of a prompt.</summary>
    public static string Describe(IEnumerable<Fact> facts) => string.Join('\n', facts.Select(fact =>
        string.Create(CultureInfo.InvariantCulture, $"[{fact.Id}] {fact.Text} (told on {fact.ToldAt:yyyy-MM-dd})")));

    [Description("Remembers a fact beyond this conversation.")]
    private async Task<string> RememberAsync(
        [Description("The fact, as one sentence that is clear without the conversation.")] string fact,
        [Description("From 0, a trifle, to 1, what must never be missed.")] float importance = 0.5f,
        [Description("For how many days the fact holds; nothing for ever.")] int? days = null,
        [Description("The id of a fact that this one corrects.")] string? replaces = null)
    {
        try
        {
            TimeSpan? lifetime = days is { } given ? TimeSpan.FromDays(given) : null;
            Remembered remembered = await memory.RememberAsync(fact, source, importance, lifetime, replaces);
            string answer = (remembered.Before is null ? "Remembered" : "Renewed") + $" as {remembered.Fact.Id}.";
            return remembered.Similar.Count == 0 ? answer : $"{answer} Known before, about the like:\n{Describe(remembered.Similar)}";
        }
        catch (ArgumentException refused)
        {
            // The model can do better when it knows why.
            return $"Not remembered. {refused.Message}";
        }
    }

    [Description("Finds facts that were told in this or an earlier conversation.")]
    private async Task<string> RecallAsync(
        [Description("What to look for, in words.")] string question, CancellationToken cancellationToken)
    {
        IReadOnlyList<Recalled> recalled = await memory.RecallAsync(question, cancellationToken: cancellationToken);
        return recalled.Count == 0 ? "Nothing is known about it." : Describe(recalled.Select(found => found.Fact));
    }

    [Description("Removes a fact for good.")]
    private async Task<string> ForgetAsync([Description("The id of the fact.")] string id) =>
        await memory.ForgetAsync(id) is { } fact ? $"Forgotten: {fact.Text}" : $"There is no fact {id}.";
}
