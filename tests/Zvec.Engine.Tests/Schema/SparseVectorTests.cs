namespace Zvec.Engine.Tests.Schema;

public sealed class SparseVectorTests
{
    [Fact]
    public void Elements_may_be_given_in_any_order()
    {
        SparseVector vector = SparseVector.From(new Dictionary<uint, float> { [9] = 1.5f, [uint.MaxValue] = -2, [0] = 3 });
        Assert.Equal([0u, 9, uint.MaxValue], vector.Indices.ToArray());
        Assert.Equal([3f, 1.5f, -2], vector.Values.ToArray());
        Assert.Equal(new SparseVector([0, 9, uint.MaxValue], [3, 1.5f, -2]), vector);
        Assert.Equal(vector.GetHashCode(), new SparseVector([0, 9, uint.MaxValue], [3, 1.5f, -2]).GetHashCode());
        Assert.NotEqual(new SparseVector([0, 9, uint.MaxValue], [3, 1.5f, 2]), vector);
        Assert.NotEqual(new SparseVector([0, 9], [3, 1.5f]), vector);
        Assert.Equal("{0: 3, 9: 1.5, 4294967295: -2}", vector.ToString());
    }

    [Theory]
    [InlineData(new uint[] { 1, 1 }, new float[] { 1, 2 }, "twice")]
    [InlineData(new uint[] { 2, 1 }, new float[] { 1, 2 }, "behind 2")]
    [InlineData(new uint[] { 1 }, new float[] { float.NaN }, "not finite at index 1")]
    [InlineData(new uint[] { 1 }, new float[] { float.NegativeInfinity }, "not finite")]
    [InlineData(new uint[] { 1 }, new float[] { }, "1 indices were given for 0 values")]
    public void Elements_that_are_no_vector_are_refused(uint[] indices, float[] values, string named)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new SparseVector(indices, values));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_16384_elements_are_taken()
    {
        uint[] indices = [.. Enumerable.Range(0, 16_385).Select(i => (uint)i)];
        float[] values = new float[16_385];
        Assert.Equal(16_384, new SparseVector(indices.AsSpan(1), values.AsSpan(1)).Count);
        Assert.Throws<ArgumentException>(() => new SparseVector(indices, values));
    }

    [Fact]
    public void The_product_is_that_of_the_common_elements()
    {
        var left = new SparseVector([1, 5, 8], [2, 3, -4]);
        Assert.Equal(3 * 0.5 - 8, left.Dot(new SparseVector([2, 5, 8, 9], [7, 0.5f, 2, 1])));
        Assert.Equal(0, left.Dot(SparseVector.Empty));
        Assert.Equal(29, left.Dot(left));
    }
}
