using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>What became of a write.</summary>
/// <param name="Written">How many documents were written or deleted.</param>
/// <param name="Failed">Those that were not, in the order in which they came.</param>
internal sealed record WriteResponse(long Written, IReadOnlyList<WriteFailure> Failed)
{
    public static WriteResponse From(IReadOnlyList<WriteResult> results)
    {
        var failed = new List<WriteFailure>();
        for (int i = 0; i < results.Count; i++)
        {
            if (results[i].Error is { } error)
                failed.Add(new WriteFailure(i, new ValueBody(results[i].Key, null), error));
        }

        return new WriteResponse(results.Count - failed.Count, failed);
    }
}
