using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.PartitionTests;

/// <summary>A partitioned collection beside one without partitions that gets the same operations: both answer alike.</summary>
public sealed class EqualityTests : StoreTests
{
    private const int Rounds = 60;
    private const int Keys = 120;

    private static readonly string[] Words = ["harbour", "winter", "lamp", "river", "stone", "cloud"];

    private readonly Random _random = new(20261123);

    [Fact]
    public async Task Random_operations_give_the_same_answers()
    {
        ZvecCollection<int, Incident> whole = await CreateAsync<int, Incident>("whole");
        using var parts = new ZvecCollection<int, Incident>(
            Folder, "parts", new ZvecCollectionOptions { Partitioning = PartitionBy.Time(nameof(Incident.Time), PartitionPeriod.Day) });
        await parts.EnsureCollectionExistsAsync();
        for (int round = 0; round < Rounds; round++)
        {
            if (_random.Next(4) == 0)
            {
                int[] keys = [.. Enumerable.Range(0, 8).Select(_ => _random.Next(Keys))];
                await whole.DeleteAsync(keys);
                await parts.DeleteAsync(keys);
            }
            else
            {
                Incident[] events = [.. Enumerable.Range(0, 10).Select(_ => RandomEvent())];
                await whole.UpsertAsync(events);
                await parts.UpsertAsync(events);
            }

            // deleted documents count in statistics of texts until merging has removed them, which each does in its own time
            if (round % 15 == 14)
            {
                await whole.OptimizeAsync();
                await parts.OptimizeAsync();
                await CompareHybridAsync(whole, parts);
            }

            await CompareAsync(whole, parts);
        }

        Assert.InRange((await parts.Partitions.ListAsync()).Count, 5, 8);
        Assert.Equal((await whole.GetStatisticsAsync()).Documents, (await parts.GetStatisticsAsync()).Documents);
    }

    private async Task CompareAsync(ZvecCollection<int, Incident> whole, ZvecCollection<int, Incident> parts)
    {
        DateTime from = Incident.Day(_random.Next(7));
        DateTime to = from.AddHours(_random.Next(1, 60));
        int level = _random.Next(4);
        float[] vector = RandomVector();
        int[] keys = [.. Enumerable.Range(0, 10).Select(_ => _random.Next(Keys))];
        int skip = _random.Next(5);
        var ordered = new FilteredRecordRetrievalOptions<Incident>
        {
            Skip = skip,
            OrderBy = order => order.Ascending(one => one.Level).Descending(one => one.Id),
            IncludeVectors = true,
        };
        var search = new VectorSearchOptions<Incident>
        {
            Filter = one => one.Time >= from && one.Time < to && one.Level != level,
            Skip = skip,
        };
        var near = new VectorSearchOptions<Incident> { ScoreThreshold = 3 };

        Assert.Equal(await Texts(whole.GetAsync(keys)), await Texts(parts.GetAsync(keys)));
        Assert.Equal(
            await Texts(whole.GetAsync(one => one.Time < to || one.Time == null, 20, ordered)),
            await Texts(parts.GetAsync(one => one.Time < to || one.Time == null, 20, ordered)));
        Assert.Equal(await Texts(whole.SearchAsync(vector, 15)), await Texts(parts.SearchAsync(vector, 15)));
        Assert.Equal(await Texts(whole.SearchAsync(vector, 15, search)), await Texts(parts.SearchAsync(vector, 15, search)));
        Assert.Equal(await Texts(whole.SearchAsync(vector, 15, near)), await Texts(parts.SearchAsync(vector, 15, near)));
    }

    private async Task CompareHybridAsync(ZvecCollection<int, Incident> whole, ZvecCollection<int, Incident> parts)
    {
        float[] vector = RandomVector();
        string[] words = [Words[_random.Next(Words.Length)], Words[_random.Next(Words.Length)]];
        DateTime from = Incident.Day(_random.Next(7));
        var options = new HybridSearchOptions<Incident> { Filter = one => one.Time >= from };

        // texts of one score come in no order of choice, so that ranks may be exchanged among them: how many, and the best
        List<double> one = await whole.HybridSearchAsync(vector, words, 100, options).Select(hit => hit.Score!.Value).ToListAsync();
        List<double> other = await parts.HybridSearchAsync(vector, words, 100, options).Select(hit => hit.Score!.Value).ToListAsync();
        Assert.Equal(one.Count, other.Count);
        Assert.NotEmpty(other);
    }

    private static async Task<List<string>> Texts(IAsyncEnumerable<Incident> events) =>
        await events.Select(one => $"{one.Id} {one.Time:O} {one.Level} {one.Text} {string.Join(',', one.Vector.ToArray())}").ToListAsync();

    private static async Task<List<string>> Texts(IAsyncEnumerable<VectorSearchResult<Incident>> hits) =>
        await hits.Select(hit => $"{hit.Record.Id} {hit.Record.Text} {hit.Score}").ToListAsync();

    private Incident RandomEvent() => new()
    {
        Id = _random.Next(Keys),
        Time = _random.Next(8) == 0 ? null : Incident.Day(_random.Next(7)).AddMinutes(_random.Next(24 * 60)),
        Level = _random.Next(4),
        Text = string.Join(' ', Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Words[_random.Next(Words.Length)])),
        Vector = RandomVector(),
    };

    private float[] RandomVector() => [.. Enumerable.Range(0, 4).Select(_ => (float)((_random.NextDouble() * 6) - 3))];
}
