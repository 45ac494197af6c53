using CsCheck;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class CandidatePoolTests
{
    [Fact]
    public void Holds_the_nearest_in_order_and_gives_out_each_open_one_once()
        => Gen.Select(Gen.Int[-20, 20].Array[0, 900], Gen.Int[1, 700], Gen.Int[1, 6]).Sample((distances, capacity, takeEvery) =>
        {
            using var pool = new CandidatePool();
            List<(float Distance, int Row, bool Open)> model = [];
            pool.Reset(capacity);
            for (int row = 0; row < distances.Length; row++)
            {
                float distance = distances[row];
                Assert.Equal(model.Count == capacity ? model[^1].Distance : float.PositiveInfinity, pool.Worst);
                if (distance < pool.Worst)
                {
                    int place = model.FindIndex(other => other.Distance > distance);
                    model.Insert(place < 0 ? model.Count : place, (distance, row, true));
                    if (model.Count > capacity)
                        model.RemoveAt(capacity);
                    Assert.Equal(
                        model.FindIndex(other => other.Open) == model.FindIndex(other => other.Row == row), pool.Insert(distance, row));
                }

                if (row % takeEvery == 0)
                {
                    int open = model.FindIndex(other => other.Open);
                    Assert.Equal(open < 0 ? -1 : model[open].Row, pool.Peek());
                    Assert.Equal(open < 0 ? -1 : model[open].Row, pool.Take());
                    if (open >= 0)
                        model[open] = model[open] with { Open = false };
                }
            }

            Assert.Equal(
                model.Select(each => (each.Distance, each.Row)),
                Enumerable.Range(0, pool.Count).Select(i => (pool.DistanceAt(i), pool.RowAt(i))));
        }, iter: 200);

    [Fact]
    public void Reset_to_a_smaller_and_a_larger_size_starts_empty()
    {
        using var pool = new CandidatePool();
        foreach (int capacity in new[] { 40, 3, 1000, 17 })
        {
            pool.Reset(capacity);
            Assert.Equal(-1, pool.Take());
            for (int row = 0; row < capacity; row++)
                Assert.True(pool.Insert(-row, row));
            Assert.Equal(capacity, pool.Count);
            Assert.Equal(0, pool.Worst);
            Assert.Equal(capacity - 1, pool.Take());
        }
    }
}
