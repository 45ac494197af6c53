using System.Text.Json;
using System.Text.Json.Serialization;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A collection.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Documents">The number of its documents.</param>
/// <param name="Schema">What they look like.</param>
internal sealed record CollectionResponse(string Name, long Documents, JsonElement Schema)
{
    public static CollectionResponse From(string name, IDocumentCollection collection)
    {
        using JsonDocument schema = JsonDocument.Parse(collection.Schema.ToJson());
        return new CollectionResponse(name, collection.Count(), schema.RootElement.Clone());
    }
}
