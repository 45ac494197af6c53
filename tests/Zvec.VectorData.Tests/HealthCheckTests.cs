using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Health checks, and registration from a host's configuration.</summary>
public sealed class HealthCheckTests : StoreTests
{
    [Fact]
    public async Task Store_is_healthy_with_what_is_open()
    {
        HealthReport none = await CheckAsync();
        Assert.Equal(HealthStatus.Healthy, none.Status);
        Assert.Empty(none.Entries["zvec"].Data);

        ZvecCollection<int, Note> notes = await CreateAsync<int, Note>("notes");
        await notes.UpsertAsync(new Note { Id = 1, Vector = new float[] { 1, 2 } });
        HealthReport one = await CheckAsync();
        Assert.Equal(HealthStatus.Healthy, one.Status);
        Assert.Equal(1L, one.Entries["zvec"].Data["notes.documents"]);
    }

    [Fact]
    public async Task Named_collection_must_be_there_and_open()
    {
        HealthReport missing = await CheckAsync(options => options.Collections = ["notes"]);
        Assert.Equal(HealthStatus.Unhealthy, missing.Status);
        Assert.Contains("notes", missing.Entries["zvec"].Description, StringComparison.Ordinal);

        await CreateAsync<int, Note>("notes");
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(options => options.Collections = ["notes"])).Status);
        Store.Dispose();
        string manifest = Directory.GetFiles(Path.Combine(Folder, "notes"), "MANIFEST-*").Single();
        byte[] bytes = await File.ReadAllBytesAsync(manifest);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(manifest, bytes);
        HealthReport damaged = await CheckAsync(options => options.Collections = ["notes"]);
        Assert.Equal(HealthStatus.Unhealthy, damaged.Status);
        Assert.Contains("MANIFEST", damaged.Entries["zvec"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_log_is_degraded()
    {
        ZvecCollection<int, Note> notes = await CreateAsync<int, Note>("notes");
        await notes.UpsertAsync(new Note { Id = 1, Vector = new float[] { 1, 2 } });
        HealthReport report = await CheckAsync(options => options.MaxLogBytes = 10);
        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Contains("log", report.Entries["zvec"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_only_collection_that_was_dropped_is_degraded()
    {
        await CreateAsync<int, Note>("notes");
        Store.Dispose();
        using var reading = new ZvecVectorStore(
            Folder, new ZvecVectorStoreOptions { ReadOnly = true, RefreshInterval = TimeSpan.FromMilliseconds(10) });
        Assert.Null(await reading.GetCollection<int, Note>("notes").GetAsync(1));
        Collection.Drop(Path.Combine(Folder, "notes"));
        var check = new ZvecHealthCheck(reading);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("zvec", check, failureStatus: null, tags: null) };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((await check.CheckHealthAsync(context, patience.Token)).Status != HealthStatus.Degraded)
            patience.Token.ThrowIfCancellationRequested();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Host_registers_store_and_check_by_connection_string(bool keyed)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:books"] = $"Path={Folder};ReadOnly=true",
            ["Zvec:books:RefreshInterval"] = "00:00:30",
            ["Zvec:DiskReserveBytes"] = "0",
        });
        ZvecVectorStoreSettings? read = null;
        if (keyed)
            builder.AddKeyedZvecVectorStore("books", settings => read = settings);
        else
            builder.AddZvecVectorStore("books", settings => read = settings);
        Assert.Equal((Folder, true, 0L), (read!.Path, read.ReadOnly, read.DiskReserveBytes));
        Assert.Equal(TimeSpan.FromSeconds(30), read.RefreshInterval);

        using IHost host = builder.Build();
        var store = host.Services.GetRequiredKeyedService<VectorStore>(keyed ? "books" : null);
        await CreateAsync<int, Note>("notes");
        Assert.Equal(["notes"], await store.ListCollectionNamesAsync().ToListAsync());
        await Assert.ThrowsAsync<VectorStoreException>(() => store.GetCollection<int, Note>("new").EnsureCollectionExistsAsync());
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(keyed ? "zvec_books" : "zvec", Assert.Single(report.Entries).Key);
        Assert.Contains("ready", report.Entries.Single().Value.Tags);
    }

    [Theory]
    [InlineData("Zvec:SmallMemory", "true")]
    [InlineData("Zvec:books:SmallMemory", "True")]
    [InlineData("ConnectionStrings:books", "Path={0};SmallMemory=true")]
    public async Task Host_opens_for_small_memory_by_its_configuration(string key, string value)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration["Zvec:books:Path"] = Folder;
        builder.Configuration[key] = value.Replace("{0}", Folder, StringComparison.Ordinal);
        builder.AddZvecVectorStore("books");

        using IHost host = builder.Build();
        var notes = (ZvecCollection<int, Note>)host.Services.GetRequiredService<VectorStore>().GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        Assert.Equal(64 << 20, (await notes.GetStatisticsAsync()).Memory.Limit);
    }

    [Fact]
    public void Host_says_what_its_configuration_lacks()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        var missing = Assert.Throws<InvalidOperationException>(() => builder.AddZvecVectorStore("books"));
        Assert.Contains("books", missing.Message, StringComparison.Ordinal);

        builder.Configuration["ConnectionStrings:books"] = Folder;
        builder.Configuration["Zvec:books:ReadOnly"] = "perhaps";
        var wrong = Assert.Throws<FormatException>(() => builder.AddZvecVectorStore("books"));
        Assert.Contains("perhaps", wrong.Message, StringComparison.Ordinal);

        builder.Configuration["Zvec:books:ReadOnly"] = "";
        builder.AddZvecVectorStore("books", settings => settings.DisableHealthChecks = true);
        Assert.DoesNotContain(builder.Services, service => service.ServiceType == typeof(HealthCheckService));
    }

    private async Task<HealthReport> CheckAsync(Action<ZvecHealthCheckOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddZvecVectorStore(Folder);
        services.AddHealthChecks().AddZvecHealthCheck(configure: configure);
        await using ServiceProvider provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    public sealed class Note
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; }
    }
}
