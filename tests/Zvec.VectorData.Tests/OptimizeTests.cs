using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

public sealed class OptimizeTests : StoreTests
{
    private static readonly float[] First = [1, 0, 0];

    [Fact]
    public async Task Optimizing_leaves_one_segment_and_keeps_what_is_found()
    {
        ZvecCollection<int, Point> points = await CreateAsync<int, Point>();
        var random = new Random(7);
        await points.UpsertAsync(Enumerable.Range(0, 500).Select(id => new Point { Id = id, Vector = RandomVector(random) }));
        await points.UpsertAsync(new Point { Id = 500, Vector = First });
        await points.DeleteAsync(Enumerable.Range(0, 100));
        int[] before = await NearestAsync(points);

        await points.OptimizeAsync();
        await points.OptimizeAsync();

        Assert.Equal(before, await NearestAsync(points));
        Assert.Single(Directory.GetDirectories(Path.Combine(Directory.GetDirectories(Folder).Single(), "segments")));
        Assert.Null(await points.GetAsync(99));
        Assert.NotNull(await points.GetAsync(100));
    }

    [Fact]
    public async Task Optimizing_what_does_not_exist_fails()
    {
        ZvecCollection<int, Point> points = Store.GetCollection<int, Point>("points");

        var exception = await Assert.ThrowsAsync<VectorStoreException>(() => points.OptimizeAsync(TestContext.Current.CancellationToken));

        Assert.Equal("Optimize", exception.OperationName);
    }

    private static async Task<int[]> NearestAsync(ZvecCollection<int, Point> points) =>
        await points.SearchAsync(First, top: 5).Select(hit => hit.Record.Id).ToArrayAsync();

    private static float[] RandomVector(Random random) =>
        [random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f];

    public sealed class Point
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(3)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
