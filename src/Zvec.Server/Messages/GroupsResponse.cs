using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>What a search for groups found.</summary>
/// <param name="Groups">The groups, in the order of their nearest documents.</param>
internal sealed record GroupsResponse(IReadOnlyList<GroupBody> Groups)
{
    public static GroupsResponse From(IReadOnlyList<SearchGroup> groups, string groupBy, CollectionSchema schema)
    {
        FieldSchema? field = schema.Fields.FirstOrDefault(field => field.Name == groupBy);
        return new GroupsResponse(
        [
            .. groups.Select(group => new GroupBody(
                new ValueBody(group.Value, field), [.. group.Hits.Select(hit => HitBody.From(hit, schema))])),
        ]);
    }
}
