using CsCheck;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class NearestOfListsTests
{
    [Fact]
    public void The_bound_has_as_many_distances_below_as_asked_for_and_hardly_more()
        => Gen.Select(Gen.Int[-1000, 1000].Array[0, 60].Array[1, 20], Gen.Int[1, 200], Gen.Int[0, 20]).Sample((lists, rank, spare) =>
        {
            float[][] distances = [.. lists.Select((list, i) => list.Distinct().Order().Select(each => each + (i / 64f)).ToArray())];
            using var nearest = new NearestOfLists(distances.Length, 60);

            // set twice, so that what stood there before is seen if it counts
            for (int i = 0; i < distances.Length; i++)
            {
                nearest.Room(i).Fill(-5000);
                nearest.Set(i, 60);
            }

            for (int i = 0; i < distances.Length; i++)
            {
                distances[i].CopyTo(nearest.Room(i));
                nearest.Set(i, distances[i].Length);
            }

            float[] all = [.. distances.SelectMany(list => list).Order()];
            float bound = nearest.Bound(rank, spare, float.PositiveInfinity);
            if (all.Length < rank)
                Assert.Equal(float.PositiveInfinity, bound);
            else
                Assert.InRange(all.Count(distance => distance < bound), rank, rank + spare);
        }, iter: 500);

    [Fact]
    public void A_bound_that_is_known_is_never_made_farther()
    {
        using var nearest = new NearestOfLists(2, 4);
        new float[] { 1, 2, 3, 9 }.CopyTo(nearest.Room(0));
        nearest.Set(0, 4);
        Assert.Equal(2.5f, nearest.Bound(2, 0, 2.5f));
        Assert.InRange(nearest.Bound(1, 0, 2.5f), 1.0001f, 2);
        Assert.Equal(2.5f, nearest.Bound(5, 0, 2.5f));
    }
}
