using System.CommandLine;
using Zvec.Samples.Shared;

namespace Zvec.Samples.Rag;

/// <summary>What the command line and the environment say.</summary>
/// <param name="Store">The folder that holds the store.</param>
/// <param name="Documents">The folder with the documents.</param>
/// <param name="HybridSearch">Whether words count beside meanings.</param>
/// <param name="Questions">The questions to answer, or the sample's own.</param>
/// <param name="Chat">The model that answers; null for none.</param>
/// <param name="Embedding">The model that makes vectors; null for the word vectors that come with the sample.</param>
internal sealed record Settings(
    string Store, string Documents, bool HybridSearch, IReadOnlyList<string> Questions, ModelSettings? Chat, ModelSettings? Embedding)
{
    private const string Description = """
        Answers questions from this project's own documents, and says where it is written.

        Without a model the answer is the sentences that fit best. With one (OpenAI, Ollama, or any service that speaks like OpenAI):

          RAG_CHAT_ENDPOINT, RAG_CHAT_MODEL, RAG_CHAT_KEY                  such as http://localhost:11434/v1, llama3.2
          RAG_EMBEDDING_ENDPOINT, RAG_EMBEDDING_MODEL, RAG_EMBEDDING_KEY   such as http://localhost:11434/v1, nomic-embed-text
        """;

    private static readonly string[] Examples =
    [
        "Which data can be lost when the power fails?",
        "How much memory may a collection take?",
        "What does DataCorruption mean, and what can I do?",
        "Which keys does the server accept?",
    ];

    /// <summary>Reads the command line and the environment.</summary>
    /// <returns>Null when the command line asks for help or makes no sense: that is answered already.</returns>
    public static Settings? Read(string[] args)
    {
        Argument<string[]> question = Words.Argument("question", "Without one the sample asks its own.", ArgumentArity.ZeroOrMore);
        Option<DirectoryInfo> documents = Folder("--documents", "Documents", "Markdown files to answer from; by default this project's.");
        Option<DirectoryInfo> store = Folder("--store", "rag-store", "Where the store is kept; by default rag-store beside the program.");
        var vectorsOnly = new Option<bool>("--vectors-only")
        {
            Description = "Search with VectorStoreTextSearch: by meaning, without words.",
        };

        var command = new RootCommand(Description) { question, documents, store, vectorsOnly };
        if (command.ReadOrExplain(args) is not { } parsed)
            return null;

        return new Settings(
            parsed.GetValue(store)!.FullName,
            parsed.GetValue(documents)!.FullName,
            !parsed.GetValue(vectorsOnly),
            Words.TextOf(parsed, question) is { } asked ? [asked] : Examples,
            ModelSettings.Read("RAG_CHAT"),
            ModelSettings.Read("RAG_EMBEDDING"));
    }

    private static Option<DirectoryInfo> Folder(string name, string standard, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, standard)),
    };
}
