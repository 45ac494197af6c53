using System.ClientModel;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Zvec.Samples.Shared;
using Zvec.VectorData;

namespace Zvec.Samples.AgentMemory;

/// <summary>What each command does, and writes.</summary>
internal sealed class MemoryProgram(Memory memory)
{
    private const string FromCommandLine = "command line";

    /// <summary>Opens the memory, runs a command, and closes it.</summary>
    /// <param name="path">The folder of the store.</param>
    /// <param name="command">The command.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string path, Func<MemoryProgram, Task> command)
    {
        try
        {
            using EmbeddingModel model = await EmbeddingModel.OpenAsync(ModelSettings.Read("MEMORY_EMBEDDING"));
            using var store = new ZvecVectorStore(path, new ZvecVectorStoreOptions { EmbeddingGenerator = model.Generator });
            using Memory memory = await Memory.OpenAsync(store, model, TimeProvider.System);
            await command(new MemoryProgram(memory));
            return 0;
        }
        catch (Exception failure) when (failure
            is ArgumentException or VectorStoreException or ClientResultException or HttpRequestException or AggregateException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    public async Task ConverseAsync(CancellationToken cancellationToken)
    {
        await memory.SweepAsync();
        int known = await memory.ListAsync().CountAsync(cancellationToken);
        Console.WriteLine($"{known} facts are known. An empty line ends the conversation.");
        Conversation conversation = await BeginAsync();
        while (true)
        {
            if (!Console.IsInputRedirected)
                Console.Write("> ");
            if (await Console.In.ReadLineAsync(cancellationToken) is not { } line || string.IsNullOrWhiteSpace(line))
                return;
            Console.WriteLine(await conversation.SayAsync(line, cancellationToken));
        }
    }

    public async Task SayAsync(string text, CancellationToken cancellationToken) =>
        Console.WriteLine(await (await BeginAsync()).SayAsync(text, cancellationToken));

    public async Task RememberAsync(string text, float importance, TimeSpan? lifetime, string? replaces)
    {
        Remembered remembered = await memory.RememberAsync(text, FromCommandLine, importance, lifetime, replaces);
        Console.WriteLine(remembered.Before is { } before
            ? $"Renewed {remembered.Fact.Id}, which said: {before}"
            : $"Remembered as {remembered.Fact.Id}.");
        foreach (Fact similar in remembered.Similar)
            Console.WriteLine($"  similar: {Line(similar)}");
    }

    public async Task RecallAsync(string question, int top, CancellationToken cancellationToken)
    {
        foreach (Recalled recalled in await memory.RecallAsync(question, top, cancellationToken))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recalled.Score:F3}  {Line(recalled.Fact)}"));
    }

    public async Task ListAsync()
    {
        await foreach (Fact fact in memory.ListAsync())
            Console.WriteLine(Line(fact));
    }

    public async Task ForgetAsync(IEnumerable<string> ids, bool expired, string? conversation)
    {
        foreach (string id in ids)
        {
            Fact forgotten = await memory.ForgetAsync(id) ?? throw new ArgumentException($"There is no fact {id}.");
            Console.WriteLine($"Forgotten: {Line(forgotten)}");
        }

        if (expired)
            Console.WriteLine($"Forgotten: {await memory.SweepAsync()} facts that held no longer.");
        if (conversation is not null)
            Console.WriteLine($"Forgotten: {await memory.ForgetConversationAsync(conversation)} facts of {conversation}.");
    }

    private Task<Conversation> BeginAsync()
    {
        IChatClient model = ModelSettings.Read("MEMORY_CHAT")?.ToChatClient() ?? new OfflineChatClient();
        string source = string.Create(CultureInfo.InvariantCulture, $"conversation of {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss}");
        return Conversation.BeginAsync(model, memory, source);
    }

    private static string Line(Fact fact)
    {
        string expiry = fact.ExpiresAt is { } end ? $", until {end:yyyy-MM-dd HH:mm}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{fact.Id}  {fact.Text}  ({fact.ToldAt:yyyy-MM-dd HH:mm}, importance {fact.Importance:0.##}{expiry}, {fact.Source})");
    }
}
