using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="SearchHit"/> in JSON.</summary>
/// <param name="Score">How well it fits.</param>
/// <param name="Document">The document, with its key.</param>
/// <param name="Highlights">Where the words of a search stand in it; null unless it was asked.</param>
internal sealed record HitBody(float Score, DocumentBody Document, IReadOnlyList<TextHighlight>? Highlights)
{
    public static HitBody From(SearchHit hit, CollectionSchema schema) =>
        new(hit.Score, new DocumentBody(hit.Document, schema), hit.Highlights.Count == 0 ? null : hit.Highlights);
}
