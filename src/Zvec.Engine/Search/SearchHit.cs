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

    /// <summary>How near it is, as the field's <see cref="Metric"/> defines it.</summary>
    public float Score { get; }

    /// <summary>The document, with the fields that the query asked for.</summary>
    public Document Document { get; }
}
