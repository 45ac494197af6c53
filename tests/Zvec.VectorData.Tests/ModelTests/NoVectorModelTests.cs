using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.ModelTests;

public sealed class NoVectorModelTests : StoreTests
{
    [Fact]
    public async Task Key_and_data_are_enough()
    {
        ZvecCollection<ulong, Setting> settings = await CreateAsync<ulong, Setting>();
        await settings.UpsertAsync([new Setting { Id = 1, Text = "one" }, new Setting { Id = ulong.MaxValue, Text = "max" }]);

        Assert.Equal("max", (await settings.GetAsync(ulong.MaxValue, new() { IncludeVectors = true }))!.Text);
        Assert.Equal(1UL, (await settings.GetAsync(setting => setting.Text == "one", 1).SingleAsync()).Id);
        await settings.DeleteAsync(1);
        Assert.Null(await settings.GetAsync(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => settings.SearchAsync(new float[] { 1 }, 1).ToListAsync().AsTask());
    }

    public sealed class Setting
    {
        [VectorStoreKey]
        public ulong Id { get; set; }

        [VectorStoreData]
        public string? Text { get; set; }
    }
}
