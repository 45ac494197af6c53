using CsCheck;
using Zvec.Engine.Indexes.Scalars;

namespace Zvec.Engine.Tests.Indexes.Scalars;

public sealed class ValueRangesTests
{
    private const int Values = 40;

    [Fact]
    public void Sets_are_combined_as_sets_are() => Gen.Select(Gen.Bool.Array[Values], Gen.Bool.Array[Values]).Sample((left, right) =>
    {
        ValueRanges a = Make(left);
        ValueRanges b = Make(right);
        Assert.Equal(Members(left), Members(a));
        Assert.Equal(Members(left).Intersect(Members(right)), Members(a.And(b)));
        Assert.Equal(Members(left).Union(Members(right)).Order(), Members(a.Or(b)));
        Assert.Equal(Enumerable.Range(0, Values).Except(Members(left)), Members(a.Not(Values)));
    });

    private static IEnumerable<int> Members(bool[] set) => Enumerable.Range(0, Values).Where(value => set[value]);

    private static List<int> Members(ValueRanges ranges)
    {
        var members = new List<int>();
        int last = -1;
        foreach ((int start, int end) in ranges.Ranges)
        {
            Assert.True(last < start && start < end);
            members.AddRange(Enumerable.Range(start, end - start));
            last = end;
        }

        return members;
    }

    private static ValueRanges Make(bool[] set)
    {
        var ranges = new ValueRanges();
        foreach (int value in Members(set))
            ranges.Add(value, value + 1);
        return ranges;
    }
}
