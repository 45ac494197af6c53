using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>One search of a <see cref="HybridSearch"/>.</summary>
internal sealed class HybridPart
{
    public VectorSearch? Vector { get; init; }

    public TextSearch? Text { get; init; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: it is none, or two.</exception>
    public SearchQuery ToQuery(CollectionSchema schema) => (Vector, Text) switch
    {
        ({ } vector, null) => vector.ToQuery(schema),
        (null, { } text) => text.ToQuery(),
        _ => throw new ZvecException(
            ZvecErrorCode.InvalidArgument, "Each of the 'queries' of a hybrid search has either 'vector' or 'text'."),
    };
}
