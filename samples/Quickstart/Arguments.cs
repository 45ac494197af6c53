namespace Zvec.Samples.Quickstart;

/// <summary>What the command line says.</summary>
/// <param name="Store">The folder that holds the store.</param>
/// <param name="Reset">Whether to delete the store's dictionary first.</param>
/// <param name="Questions">The question to answer, or the sample's own.</param>
internal sealed record Arguments(string Store, bool Reset, IReadOnlyList<Question> Questions)
{
    public const string Usage = """
        Finds words by what they mean.

          quickstart [question] [--data <folder>] [--reset]

          question         a description of a meaning; without one the sample asks its own
          --data <folder>  where the store is kept; by default data-store beside the program
          --reset          delete the store's dictionary and ingest it again
        """;

    /// <summary>Reads the command line.</summary>
    /// <returns>Null when it asks for help or makes no sense.</returns>
    public static Arguments? Parse(string[] args)
    {
        string store = Path.Combine(AppContext.BaseDirectory, "data-store");
        bool reset = false;
        var words = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--data" when i + 1 < args.Length:
                    store = Path.GetFullPath(args[++i]);
                    break;
                case "--reset":
                    reset = true;
                    break;
                case var option when option.StartsWith('-'):
                    return null;
                case var word:
                    words.Add(word);
                    break;
            }
        }

        return new Arguments(store, reset, words.Count > 0 ? [new Question(string.Join(' ', words))] : Question.Examples);
    }
}
