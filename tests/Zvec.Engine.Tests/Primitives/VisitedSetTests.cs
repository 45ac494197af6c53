using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class VisitedSetTests
{
    [Fact]
    public void A_row_is_new_once_after_each_reset()
    {
        using var visited = new VisitedSet(10);
        for (int search = 0; search < 1000; search++)
        {
            visited.Reset();
            Assert.Equal(1, visited.Mark(search % 10));
            Assert.Equal(0, visited.Mark(search % 10));
            Assert.Equal(1, visited.Mark((search + 1) % 10));
        }
    }

    [Fact]
    public void Heap_gives_the_nearest_first()
    {
        var heap = new OpenHeap();
        var random = new Random(11);
        List<ulong> model = [];
        for (int i = 0; i < 5000; i++)
        {
            if (model.Count > 0 && random.Next(3) == 0)
            {
                Assert.Equal(model.Min(), heap.Peek());
                Assert.Equal(model.Min(), heap.Pop());
                model.Remove(model.Min());
            }
            else
            {
                ulong key = DistanceKey.Pack(random.NextSingle(), random.Next());
                heap.Push(key);
                model.Add(key);
            }
        }

        Assert.Equal(model.Count, heap.Count);
    }
}
