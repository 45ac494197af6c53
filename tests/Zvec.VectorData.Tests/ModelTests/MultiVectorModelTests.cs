using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.ModelTests;

public class MultiVectorModelTests : StoreTests
{
    [Fact]
    public async Task Each_vector_is_searched_by_its_selector()
    {
        ZvecCollection<int, Photo> photos = await FillAsync();
        Assert.Equal(
            1, (await photos.SearchAsync(new float[] { 1, 0 }, 1, new() { VectorProperty = p => p.Colors }).SingleAsync()).Record.Id);
        Assert.Equal(
            2, (await photos.SearchAsync(new float[] { 1, 0, 0 }, 1, new() { VectorProperty = p => p.Shapes }).SingleAsync()).Record.Id);
    }

    [Fact]
    public async Task Vector_must_be_chosen()
    {
        ZvecCollection<int, Photo> photos = await FillAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => photos.SearchAsync(new float[] { 1, 0 }, 1).ToListAsync().AsTask());
        Assert.Equal(
            "The 'Photo' type has multiple vector properties, please specify your chosen property via options.", exception.Message);
    }

    [Fact]
    public async Task All_vectors_come_back()
    {
        ZvecCollection<int, Photo> photos = await FillAsync();
        Photo? photo = await photos.GetAsync(2, new() { IncludeVectors = true });
        Assert.Equal([0, 1], photo!.Colors.ToArray());
        Assert.Equal([1, 0, 0], photo.Shapes!);
    }

    [Fact]
    public async Task Record_without_a_vector_is_never_found_by_it()
    {
        ZvecCollection<int, Photo> photos = await FillAsync();
        await photos.UpsertAsync(new Photo { Id = 3, Colors = new float[] { 1, 1 } });
        Assert.Equal(2, await photos.SearchAsync(new float[] { 1, 0, 0 }, 10, new() { VectorProperty = p => p.Shapes }).CountAsync());
        Assert.Equal(3, await photos.SearchAsync(new float[] { 1, 0 }, 10, new() { VectorProperty = p => p.Colors }).CountAsync());
        Assert.Null((await photos.GetAsync(3, new() { IncludeVectors = true }))!.Shapes);
    }

    private async Task<ZvecCollection<int, Photo>> FillAsync()
    {
        ZvecCollection<int, Photo> photos = await CreateAsync<int, Photo>();
        await photos.UpsertAsync(
        [
            new Photo { Id = 1, Colors = new float[] { 1, 0 }, Shapes = [0, 1, 0] },
            new Photo { Id = 2, Colors = new float[] { 0, 1 }, Shapes = [1, 0, 0] },
        ]);
        return photos;
    }

    public sealed class Photo
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2, DistanceFunction = DistanceFunction.EuclideanDistance)]
        public ReadOnlyMemory<float> Colors { get; set; }

        [VectorStoreVector(3, IndexKind = IndexKind.Flat)]
        public float[]? Shapes { get; set; }
    }
}
