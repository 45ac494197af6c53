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
    public const string Usage = """
        Answers questions from this project's own documents, and says where it is written.

          rag [question] [--documents <folder>] [--store <folder>] [--vectors-only]

          question              without one the sample asks its own
          --documents <folder>  Markdown files to answer from; by default this project's
          --store <folder>      where the store is kept; by default rag-store beside the program
          --vectors-only        search with VectorStoreTextSearch: by meaning, without words

        Without a model the answer is the sentences that fit best. With one (OpenAI, Ollama, or any service that speaks like OpenAI):

          RAG_CHAT_ENDPOINT, RAG_CHAT_MODEL, RAG_CHAT_KEY            such as http://localhost:11434/v1, llama3.2
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
    /// <returns>Null when the command line asks for help or makes no sense.</returns>
    public static Settings? Read(string[] args)
    {
        string store = Path.Combine(AppContext.BaseDirectory, "rag-store");
        string documents = Path.Combine(AppContext.BaseDirectory, "Documents");
        bool hybrid = true;
        var words = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--documents" when i + 1 < args.Length:
                    documents = Path.GetFullPath(args[++i]);
                    break;
                case "--store" when i + 1 < args.Length:
                    store = Path.GetFullPath(args[++i]);
                    break;
                case "--vectors-only":
                    hybrid = false;
                    break;
                case var option when option.StartsWith('-'):
                    return null;
                case var word:
                    words.Add(word);
                    break;
            }
        }

        return new Settings(
            store,
            documents,
            hybrid,
            words.Count > 0 ? [string.Join(' ', words)] : Examples,
            ModelSettings.Read("RAG_CHAT"),
            ModelSettings.Read("RAG_EMBEDDING"));
    }
}
