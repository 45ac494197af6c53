using System.CommandLine;
using System.CommandLine.Parsing;
using Zvec.Samples.Shared;

namespace Zvec.Samples.AgentMemory;

/// <summary>The commands.</summary>
internal static class CommandLine
{
    private const string Description = """
        An agent that remembers across runs. Without a command it begins a conversation.

        Without a model it remembers what it is told, answers questions (with a question mark) with the facts that fit, and forgets on
        "forget <id>". With one (OpenAI, Ollama, or any service that speaks like OpenAI) it converses:

          MEMORY_CHAT_ENDPOINT, MEMORY_CHAT_MODEL, MEMORY_CHAT_KEY                such as http://localhost:11434/v1, llama3.2
          MEMORY_EMBEDDING_ENDPOINT, MEMORY_EMBEDDING_MODEL, MEMORY_EMBEDDING_KEY such as http://localhost:11434/v1, nomic-embed-text
        """;

    private const int MostRecalled = 1_000;

    private static readonly Option<DirectoryInfo> Store = new("--store")
    {
        Description = "Where the memory is kept; by default memory-store beside the program.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "memory-store")),
        Recursive = true,
    };

    public static RootCommand Create()
    {
        var root = new RootCommand(Description) { Say(), Remember(), Recall(), List(), Forget() };
        root.Options.Add(Store);
        Run(root, (_, program, cancellationToken) => program.ConverseAsync(cancellationToken));
        return root;
    }

    private static Command Say()
    {
        Argument<string[]> words = ToWords("What to say.");
        return Run(
            new Command("say", "Says one thing to the agent.") { words },
            (parsed, program, cancellationToken) => program.SayAsync(Text(parsed, words), cancellationToken));
    }

    private static Command Remember()
    {
        Argument<string[]> words = ToWords("The fact.");
        var importance = new Option<float>("--importance")
        {
            Description = "From 0, a trifle, to 1.",
            DefaultValueFactory = _ => 0.5f,
        };
        importance.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<float>() is not (>= 0 and <= 1))
                result.AddError("--importance is from 0 to 1.");
        });
        var expires = new Option<TimeSpan?>("--expires")
        {
            Description = "How long the fact holds: 30m, 12h, 7d, 2w; for ever without it.",
            CustomParser = ToDuration,
        };
        var replaces = new Option<string?>("--replaces") { Description = "The id of a fact that this one corrects." };
        return Run(
            new Command("remember", "Stores a fact, or renews the one that says the same.") { words, importance, expires, replaces },
            (parsed, program, _) => program.RememberAsync(
                Text(parsed, words), parsed.GetValue(importance), parsed.GetValue(expires), parsed.GetValue(replaces)));
    }

    private static Command Recall()
    {
        Argument<string[]> words = ToWords("What to look for.");
        var top = new Option<int>("--top") { Description = "How many facts at most.", DefaultValueFactory = _ => 5 };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= MostRecalled))
                result.AddError($"--top is from 1 to {MostRecalled}.");
        });
        return Run(
            new Command("recall", "Shows the facts that fit best.") { words, top },
            (parsed, program, cancellationToken) => program.RecallAsync(Text(parsed, words), parsed.GetValue(top), cancellationToken));
    }

    private static Command List() =>
        Run(new Command("list", "Shows all facts that hold, told last first."), (_, program, _) => program.ListAsync());

    private static Command Forget()
    {
        var ids = new Argument<string[]>("id") { Description = "The facts.", Arity = ArgumentArity.ZeroOrMore };
        var expired = new Option<bool>("--expired") { Description = "Removes what no longer holds." };
        var conversation = new Option<string?>("--conversation") { Description = "Removes what was told last in this conversation." };
        var command = new Command("forget", "Removes facts for good.") { ids, expired, conversation };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ids) is not { Length: > 0 } && !result.GetValue(expired) && result.GetValue(conversation) is null)
                result.AddError("Say what to forget: ids, --expired or --conversation.");
        });
        return Run(command, (parsed, program, _) => program.ForgetAsync(
            parsed.GetValue(ids) ?? [], parsed.GetValue(expired), parsed.GetValue(conversation)));
    }

    private static Command Run(Command command, Func<ParseResult, MemoryProgram, CancellationToken, Task> run)
    {
        command.SetAction((parsed, cancellationToken) =>
            MemoryProgram.RunAsync(parsed.GetValue(Store)!.FullName, program => run(parsed, program, cancellationToken)));
        return command;
    }

    private static Argument<string[]> ToWords(string description) => Words.Argument("words", description, ArgumentArity.OneOrMore);

    private static string Text(ParseResult parsed, Argument<string[]> words) => Words.TextOf(parsed, words)!;

    private static TimeSpan? ToDuration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        TimeSpan? duration = Duration.Parse(text);
        if (duration is null)
            result.AddError($"'{text}' is no duration such as 30m, 12h, 7d or 2w.");
        return duration;
    }
}
