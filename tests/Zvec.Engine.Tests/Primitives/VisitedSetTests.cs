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
}
