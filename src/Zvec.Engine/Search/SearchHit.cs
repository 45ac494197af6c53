namespace Zvec.Engine;

/// <summary>A document found by a search.</summary>
public sealed class SearchHit
{
    internal SearchHit(Document document, float score)
    {
        Document = document;
        Score = score;
    }

    /// <summary>The document's key.</summary>
    public DocumentKey Key => Document.Key;

    /// <summary>How well it fits: how near it is, as the field's <see cref="Metric"/> defines it, for a <see cref="VectorQuery"/>; its
    /// relevance for a <see cref="TextQuery"/>; what <see cref="Fusion"/> made of several, or an <see cref="IReranker"/> said, for a
    /// <see cref="HybridQuery"/>.</summary>
    public float Score { get; }

    /// <summary>Where the words of a <see cref="TextQuery"/> stand in the document, field by field and from the front of each; empty unless
    /// <see cref="TextQuery.Highlight"/> asked for it.</summary>
    public IReadOnlyList<TextHighlight> Highlights { get; internal init; } = [];

    /// <summary>The document, with the fields that the query asked for.</summary>
    public Document Document { get; }

    /// <summary>The same hit with another score.</summary>
    internal SearchHit WithScore(float score) => new(Document, score) { Highlights = Highlights };
}
