using CsCheck;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class TopKTests
{
    private static readonly Gen<float> Distances = Gen.OneOf(Gen.Int[-3, 3].Select(value => (float)value), Gen.Float.Where(float.IsFinite));

    [Fact]
    public void Keeps_the_nearest_and_of_equals_the_first_rows()
        => Gen.Select(Distances.Array[0, 200], Gen.Int[1, 50]).Sample((distances, capacity) =>
        {
            var top = new TopK(capacity);
            for (int row = distances.Length - 1; row >= 0; row--)
            {
                if (distances[row] <= top.Threshold)
                    top.Add(distances[row], row);
            }

            (float, int)[] expected =
            [
                .. distances.Index().OrderBy(row => DistanceKey.Pack(row.Item, row.Index)).Take(capacity).Select(
                    row => (row.Item, row.Index)),
            ];
            (float, int)[] kept = [.. top.Sort().ToArray().Select(key => (DistanceKey.Distance(key), DistanceKey.Row(key)))];
            Assert.Equal(expected, kept);
        });

    [Fact]
    public void Keys_sort_as_distances_do()
        => Gen.Select(Distances, Distances).Sample((a, b) =>
        {
            Assert.Equal(a, DistanceKey.Distance(DistanceKey.Pack(a, int.MaxValue)));
            if (a < b)
                Assert.True(DistanceKey.Pack(a, int.MaxValue) < DistanceKey.Pack(b, 0));
        });

    [Fact]
    public void Reset_makes_it_as_new()
    {
        var top = new TopK(1);
        top.Add(1, 1);
        top.Reset(300);
        Assert.Equal(float.PositiveInfinity, top.Threshold);
        for (int row = 0; row < 400; row++)
            top.Add(-row, row);
        Assert.Equal(300, top.Count);
        Assert.Equal(399, DistanceKey.Row(top.Sort()[0]));
    }
}
