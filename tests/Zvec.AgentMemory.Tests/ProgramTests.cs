using Zvec.Samples.AgentMemory;
using Zvec.SemanticKernel.Tests.Support;

namespace Zvec.AgentMemory.Tests;

/// <summary>The sample samples/AgentMemory, run as its users run it.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("zvec-memory-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task A_later_run_knows_what_an_earlier_one_was_told()
    {
        string told = await RunAsync("remember", "The user is allergic to peanuts.", "--importance", "0.9");
        Assert.Matches("^Remembered as [0-9a-f]{8}\\.\n$", told);
        string id = told.Split(' ', '.')[2];
        await RunAsync("remember", "The", "parcel", "comes", "today.", "--expires", "12h");

        Assert.Matches($"^0\\.[0-9]{{3}}  {id}  The user is allergic to peanuts\\. ", await RunAsync("recall", "Which food is bad?"));
        string[] lines = (await RunAsync("list")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("  The parcel comes today.  (", lines[0], StringComparison.Ordinal);
        Assert.Contains(", until ", lines[0], StringComparison.Ordinal);
        Assert.Contains("importance 0.9, command line)", lines[1], StringComparison.Ordinal);

        Assert.Matches($"^Renewed {id}, which said: ", await RunAsync("remember", "the user is allergic to PEANUTS"));
        Assert.Matches($"^Renewed {id}, ", await RunAsync("remember", "The user eats everything", "--replaces", id));
        Assert.StartsWith($"Forgotten: {id}  The user eats everything ", await RunAsync("forget", id), StringComparison.Ordinal);
        Assert.Equal("Forgotten: 0 facts that held no longer.\n", await RunAsync("forget", "--expired"));
        Assert.Equal("Forgotten: 1 facts of command line.\n", await RunAsync("forget", "--conversation", "command line"));
        Assert.Equal("", await RunAsync("list"));
    }

    [Fact]
    public async Task A_conversation_goes_on_where_another_one_ended()
    {
        string first = await TalkAsync("My sister plays the violin.\n");
        Assert.StartsWith("0 facts are known.", first, StringComparison.Ordinal);
        Assert.Contains("\nRemembered as ", first, StringComparison.Ordinal);

        string second = await TalkAsync("What does my sister play?\n\nThis comes after the end.\n");
        Assert.StartsWith("1 facts are known.", second, StringComparison.Ordinal);
        Assert.Contains("] My sister plays the violin. (told on ", second, StringComparison.Ordinal);
        Assert.Contains("My sister plays the violin.", await RunAsync("say", "Who plays the violin?"), StringComparison.Ordinal);
        Assert.Contains(", conversation of ", Assert.Single((await RunAsync("list")).TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_models_of_a_service_the_answer_and_the_vectors_are_theirs()
    {
        using var server = new OpenAIServer("The violin, I believe.");
        (string, string)[] environment =
        [
            ("MEMORY_CHAT_ENDPOINT", server.Address), ("MEMORY_CHAT_MODEL", "writer"),
            ("MEMORY_EMBEDDING_ENDPOINT", server.Address), ("MEMORY_EMBEDDING_MODEL", "letters"),
        ];
        await StartAsync(["remember", "My sister plays the violin."], "", environment);
        (int code, string output) = await StartAsync(["say", "What does my sister play?"], "", environment);
        Assert.True(code == 0, output);
        Assert.Equal("The violin, I believe.\n", output);
        (string Role, string Text)[] messages = Assert.Single(server.Asked);
        Assert.Equal("system", messages[0].Role);
        Assert.Contains(messages, message => message is { Role: "user", Text: "What does my sister play?" });
        Assert.Contains(
            messages, message => message.Role == "user" && message.Text.Contains("] My sister plays", StringComparison.Ordinal));
        Assert.True(server.Embedded >= 4);
    }

    [Theory]
    [InlineData("--what")]
    [InlineData("remember", "tea", "--important")]
    [InlineData("forget")]
    [InlineData("recall")]
    [InlineData("recall", "tea", "--top", "0")]
    [InlineData("remember", "tea", "--importance", "1.5")]
    [InlineData("remember", "tea", "--importance", "NaN")]
    [InlineData("remember", "tea", "--expires", "soon")]
    [InlineData("remember", "tea", "--expires", "0d")]
    [InlineData("remember", "tea", "--expires", "36501d")]
    [InlineData("remember", "tea", "--expires", "-1d")]
    public void A_command_line_that_makes_no_sense_is_refused(params string[] arguments) =>
        Assert.NotEmpty(CommandLine.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("30m", 30)]
    [InlineData("12h", 12 * 60)]
    [InlineData("7d", 7 * 24 * 60)]
    [InlineData("2w", 14 * 24 * 60)]
    public void A_duration_is_a_number_and_a_unit(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Duration.Parse(text));

    [Theory]
    [InlineData("is no duration", "remember", "tea", "--expires", "soon")]
    [InlineData("There is no fact ffffffff.", "forget", "ffffffff")]
    public async Task What_is_refused_is_explained(string why, params string[] arguments)
    {
        (int code, string output) = await StartAsync(arguments, "");
        Assert.Equal(1, code);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        (int code, string output) = await StartAsync(arguments, "");
        Assert.True(code == 0, output);
        return output;
    }

    private async Task<string> TalkAsync(string input)
    {
        (int code, string output) = await StartAsync([], input);
        Assert.True(code == 0, output);
        return output;
    }

    private async Task<(int Code, string Output)> StartAsync(string[] arguments, string input, params (string, string)[] environment)
    {
        (int code, string output) = await SampleProgram.RunAsync(
            "AgentMemory", "MEMORY_", [.. arguments, "--store", _store], input, environment);
        return (code, output.ReplaceLineEndings("\n"));
    }
}
