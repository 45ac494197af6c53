using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.ModelTests;

public sealed class NoDataModelTests : StoreTests
{
    [Fact]
    public async Task Key_and_vector_are_enough()
    {
        ZvecCollection<Guid, Point> points = await CreateAsync<Guid, Point>();
        var first = new Point { Vector = new float[] { 1, 2 } };
        var second = new Point { Vector = new float[] { 2, 1 } };
        await points.UpsertAsync([first, second]);

        Point? stored = await points.GetAsync(first.Id, new() { IncludeVectors = true });
        Assert.Equal([1, 2], stored!.Vector.ToArray());
        Assert.Equal(second.Id, (await points.SearchAsync(new float[] { 2, 1 }, 1).SingleAsync()).Record.Id);
        Assert.Equal(first.Id, (await points.GetAsync(point => point.Id == first.Id, 1).SingleAsync()).Id);
        await points.DeleteAsync(first.Id);
        Assert.Null(await points.GetAsync(first.Id));
    }

    public sealed class Point
    {
        [VectorStoreKey]
        public Guid Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
