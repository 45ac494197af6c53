using Zvec.Engine.Maintenance;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Statistics;

/// <summary>How far the indexes are built.</summary>
internal static class Completeness
{
    /// <summary>The part of a field's values that are in segments with its index on disk.</summary>
    public static double Of(Snapshot snapshot, FieldSchema field) => Of(
        snapshot,
        segment => segment.FindColumn(field.Id) is not null,
        segment => field.Index is TextIndexOptions ? !IndexBuilder.LacksText(segment, field) : !IndexBuilder.LacksInverted(segment, field));

    /// <summary>The part of a field's vectors that are in segments whose index is as the schema asks.</summary>
    public static double Of(Snapshot snapshot, VectorSchema vector) => vector.Index is FlatIndexOptions ? 1 : Of(
        snapshot,
        segment => segment.FindVectors(vector.Id) is not null || segment.FindSparse(vector.Id) is not null,
        segment => !IndexBuilder.LacksGraph(segment, vector)
            && !IndexBuilder.LacksIvf(segment, vector)
            && !IndexBuilder.LacksSparseIndex(segment, vector));

    private static double Of(Snapshot snapshot, Func<Segment, bool> hasField, Func<SealedSegment, bool> isBuilt)
    {
        long all = 0;
        long built = 0;
        foreach (SegmentView view in snapshot.Views)
        {
            if (!hasField(view.Segment))
                continue;
            all += view.LiveCount;
            if (view.Segment is SealedSegment segment && isBuilt(segment))
                built += view.LiveCount;
        }

        return all == 0 ? 1 : (double)built / all;
    }
}
