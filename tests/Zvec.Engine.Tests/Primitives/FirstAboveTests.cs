using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class FirstAboveTests
{
    [Fact]
    public void The_first_value_above_is_found_wherever_it_is()
    {
        for (int length = 0; length < 20; length++)
        {
            double[] values = new double[length];
            Array.Fill(values, 2);
            Assert.Equal(-1, FirstAbove.Find(values, more: 1, floor: 3));
            Assert.Equal(length == 0 ? -1 : 0, FirstAbove.Find(values, more: 1.5, floor: 3));
            for (int place = 0; place < length; place++)
            {
                double[] raised = [.. values];
                raised.AsSpan(place).Fill(2.25);
                Assert.Equal(place, FirstAbove.Find(raised, more: 1, floor: 3));
            }
        }
    }
}
