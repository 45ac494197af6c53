using Zvec.AgentMemory.Tests.Support;
using Zvec.Samples.AgentMemory;

namespace Zvec.AgentMemory.Tests;

/// <summary>In which order the memory of samples/AgentMemory recalls.</summary>
public sealed class RecallTests
{
    [Fact]
    public async Task A_fact_is_found_by_its_meaning_and_by_a_word_that_vectors_do_not_know()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await place.RememberAsync("The user must not eat peanuts.");
        await place.RememberAsync("The sister of the user plays the violin.");
        await place.RememberAsync("The licence of the printer is xq-7741-zz.");
        Assert.Equal("The user must not eat peanuts.", (await place.RecallAsync("Which food is bad?"))[0]);
        Assert.Equal("The sister of the user plays the violin.", (await place.RecallAsync("Who makes music?"))[0]);
        Assert.Equal("The licence of the printer is xq-7741-zz.", Assert.Single(await place.RecallAsync("xq-7741-zz", top: 1)));
    }

    [Fact]
    public async Task Of_facts_alike_the_one_told_last_comes_first()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await place.RememberAsync("The user lives in Berlin.");
        place.Clock.Advance(TimeSpan.FromDays(60));
        await place.RememberAsync("The user lives in Madrid.");
        Assert.Equal(["The user lives in Madrid.", "The user lives in Berlin."], await place.RecallAsync("Where does the user live?"));

        // Told again, the older one is the recent one.
        place.Clock.Advance(TimeSpan.FromDays(60));
        await place.RememberAsync("The user lives in Berlin.");
        Assert.Equal(["The user lives in Berlin.", "The user lives in Madrid."], await place.RecallAsync("Where does the user live?"));
    }

    [Fact]
    public async Task Of_facts_alike_the_more_important_one_comes_first()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await place.RememberAsync("The user likes tea from China.", 0.1f);
        await place.RememberAsync("The user likes tea from India.", 0.9f);
        await place.RememberAsync("The user likes tea from Japan.", 0.5f);
        string[] recalled = await place.RecallAsync("tea");
        Assert.Equal(["The user likes tea from India.", "The user likes tea from Japan.", "The user likes tea from China."], recalled);
    }

    [Fact]
    public async Task What_does_not_matter_to_the_question_does_not_come_first_for_being_new_and_important()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await place.RememberAsync("The violin of the sister was built in Cremona.", 0);
        place.Clock.Advance(TimeSpan.FromDays(3_650));
        await place.RememberAsync("The tax office wants the papers by noon.", 1);
        Assert.Equal("The violin of the sister was built in Cremona.", (await place.RecallAsync("Where was the violin built?"))[0]);
    }

    [Fact]
    public async Task A_score_is_the_relevance_raised_by_recency_and_importance()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync(new RecallWeights
        {
            HalfLife = TimeSpan.FromDays(10),
            Recency = 0.6,
            Importance = 0.4,
        });
        await place.RememberAsync("The user plays the violin.", 1);
        double fresh = (await place.Memory.RecallAsync("violin"))[0].Score;
        place.Clock.Advance(TimeSpan.FromDays(10));
        double old = (await place.Memory.RecallAsync("violin"))[0].Score;
        Assert.InRange(fresh, 0.1, 1);
        Assert.Equal((1 + 0.3 + 0.4) / (1 + 0.6 + 0.4), old / fresh, 4);

        // A clock that was put back does not make a fact more than fresh.
        var before = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(place.Clock.GetUtcNow().AddDays(-40));
        using Memory earlier = await Memory.OpenAsync(
            place.Store, place.Model, before, new RecallWeights { HalfLife = TimeSpan.FromDays(10), Recency = 0.6, Importance = 0.4 });
        Assert.Equal(fresh, (await earlier.RecallAsync("violin"))[0].Score, 4);
    }

    [Fact]
    public async Task An_empty_memory_recalls_nothing()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        Assert.Empty(await place.RecallAsync("What do you know?"));
        Assert.Empty(await place.ListAsync());
    }
}
