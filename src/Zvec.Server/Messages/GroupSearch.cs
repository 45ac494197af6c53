using System.ComponentModel;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="GroupByQuery"/> in JSON.</summary>
internal sealed class GroupSearch
{
    [Description("The search; its 'top' plays no part.")]
    public required VectorSearch Query { get; init; }

    [Description("The field by whose values documents are grouped.")]
    public required string GroupBy { get; init; }

    [Description("The number of groups wanted.")]
    public int GroupCount { get; set; } = 2; // generated readers keep no defaults of init

    [Description("The number of documents wanted of each group.")]
    public int TopPerGroup { get; set; } = 3;

    public GroupByQuery ToQuery(CollectionSchema schema) =>
        new(Query.ToQuery(schema), GroupBy) { GroupCount = GroupCount, TopPerGroup = TopPerGroup };
}
