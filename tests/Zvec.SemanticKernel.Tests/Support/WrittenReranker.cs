namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>Scores texts by a function, and keeps what it was asked.</summary>
public sealed class WrittenReranker(Func<string, double> score) : ITextReranker
{
    public string? Query { get; private set; }

    public IReadOnlyList<string> Texts { get; private set; } = [];

    public ValueTask<IReadOnlyList<double>> ScoreAsync(string query, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        Query = query;
        Texts = texts;
        return ValueTask.FromResult<IReadOnlyList<double>>([.. texts.Select(score)]);
    }
}
