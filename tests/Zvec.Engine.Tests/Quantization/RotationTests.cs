using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Tests.Quantizers;

public sealed class RotationTests
{
    [Fact]
    public void Products_stay_for_every_dimension()
    {
        var random = new Random(21);
        for (int dimensions = 1; dimensions <= 300; dimensions++)
        {
            var rotation = new Rotation(dimensions, Rotation.DefaultSeed);
            float[] a = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
            float[] b = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle() - 0.5f)];
            double product = Product(a, b);
            double squares = Product(a, a);
            rotation.Apply(a);
            rotation.Apply(b);
            Assert.Equal(product, Product(a, b), 1e-5 * dimensions);
            Assert.Equal(squares, Product(a, a), 1e-5 * dimensions);
        }
    }

    [Theory]
    [InlineData(100)]
    [InlineData(127)]
    [InlineData(129)]
    [InlineData(768)]
    public void One_element_is_spread_over_all(int dimensions)
    {
        var rotation = new Rotation(dimensions, 5);
        foreach (int element in new[] { 0, dimensions / 2, dimensions - 1 })
        {
            float[] vector = new float[dimensions];
            vector[element] = 1;
            rotation.Apply(vector);
            Assert.True(vector.Max(Math.Abs) <= 5 / MathF.Sqrt(dimensions), $"{dimensions}: {vector.Max(Math.Abs)}");
        }
    }

    private static double Product(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
