using Zvec.AgentMemory.Tests.Support;
using Zvec.Samples.AgentMemory;

namespace Zvec.AgentMemory.Tests;

/// <summary>What the memory of samples/AgentMemory keeps, renews, lets go and forgets.</summary>
public sealed class MemoryTests
{
    private const string Allergy = "The user is allergic to peanuts.";

    [Fact]
    public async Task A_fact_is_stored_with_all_that_belongs_to_it_and_outlives_the_store()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        DateTimeOffset told = place.Clock.GetUtcNow();
        Remembered remembered = await place.Memory.RememberAsync($" {Allergy} ", "first talk", 0.9f, TimeSpan.FromDays(7));
        Assert.Null(remembered.Before);
        Assert.Empty(remembered.Similar);
        place.Memory.Dispose();
        place.Store.Dispose();

        using var store = new Zvec.VectorData.ZvecVectorStore(place.Path, new() { EmbeddingGenerator = place.Model.Generator });
        using Memory later = await Memory.OpenAsync(store, place.Model, place.Clock);
        Fact fact = Assert.Single(await later.ListAsync().ToListAsync());
        Assert.Equal(remembered.Fact.Id, fact.Id);
        Assert.Matches("^[0-9a-f]{8}$", fact.Id);
        Assert.Equal(Allergy, fact.Text);
        Assert.Equal(0.9f, fact.Importance);
        Assert.Equal("first talk", fact.Source);
        Assert.Equal((told, told, 1, told.AddDays(7)), (fact.FirstToldAt, fact.ToldAt, fact.TimesTold, fact.ExpiresAt!.Value));
    }

    [Theory]
    [InlineData("The USER is allergic to peanuts")]
    [InlineData("the user really is allergic to peanuts!")]
    public async Task What_is_known_already_is_renewed_and_not_stored_twice(string again)
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        DateTimeOffset first = place.Clock.GetUtcNow();
        string id = await place.RememberAsync(Allergy, 0.9f, TimeSpan.FromDays(2));
        place.Clock.Advance(TimeSpan.FromDays(1));
        Remembered renewed = await place.Memory.RememberAsync(again, "second talk", 0.2f);
        Assert.Equal((id, Allergy), (renewed.Fact.Id, renewed.Before));
        Assert.Empty(renewed.Similar);

        Fact fact = Assert.Single(await place.Memory.ListAsync().ToListAsync());
        Assert.Equal((again, "second talk", 0.9f, 2), (fact.Text, fact.Source, fact.Importance, fact.TimesTold));
        Assert.Equal((first, first.AddDays(1), null), (fact.FirstToldAt, fact.ToldAt, fact.ExpiresAt));
    }

    [Theory]
    [InlineData("My sister lives in Paris", "My brother lives in Paris")]
    [InlineData("The meeting is on Friday at three", "The meeting is on Monday at three")]
    [InlineData("My birthday is on 3 May", "My birthday is on 4 May")]
    [InlineData("Ann called Bob", "Bob called Ann")]
    [InlineData("I like tea", "I do not like tea")]
    [InlineData("I moved to Paris", "I moved from Paris")]
    [InlineData("It costs 5", "It costs $5")]
    [InlineData("The limit is 1.5", "The limit is 15")]
    public async Task What_differs_in_a_word_that_counts_is_stored_beside_and_pointed_out(string one, string other)
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        string id = await place.RememberAsync(one);
        Remembered second = await place.Memory.RememberAsync(other, "test");
        Assert.Null(second.Before);
        Assert.Equal(id, Assert.Single(second.Similar).Id);
        Assert.Equal(2, (await place.ListAsync()).Length);
    }

    [Fact]
    public async Task A_correction_takes_the_place_of_the_fact_that_it_names()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        string id = await place.RememberAsync("The meeting is on Friday", 0.9f);
        Assert.Equal(id, await place.RememberAsync("The meeting is on Monday", 0.3f, replaces: id.ToUpperInvariant()));
        Fact fact = Assert.Single(await place.Memory.ListAsync().ToListAsync());
        Assert.Equal(("The meeting is on Monday", 0.3f), (fact.Text, fact.Importance));
        Assert.Equal(["The meeting is on Monday"], await place.RecallAsync("Monday"));

        await Assert.ThrowsAsync<ArgumentException>(() => place.RememberAsync("The meeting is off", replaces: "ffffffff"));
        Assert.Equal(["The meeting is on Monday"], await place.ListAsync());
    }

    [Fact]
    public async Task What_has_expired_is_not_found_and_a_sweep_removes_it()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        const string Dentist = "The appointment with the dentist is at noon.";
        string id = await place.RememberAsync(Dentist, lifetime: TimeSpan.FromHours(5));
        await place.RememberAsync("The dentist is called Miller.");
        place.Clock.Advance(TimeSpan.FromHours(5) - TimeSpan.FromTicks(1));
        Assert.Contains(Dentist, await place.RecallAsync("dentist"));
        Assert.Equal(0, await place.Memory.SweepAsync());

        place.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["The dentist is called Miller."], await place.RecallAsync("dentist"));
        Assert.Equal(["The dentist is called Miller."], await place.ListAsync());
        Assert.NotEqual(id, await place.RememberAsync(Dentist));
        Assert.Equal(1, await place.Memory.SweepAsync());
        Assert.Null(await place.Memory.ForgetAsync(id));
        Assert.Equal(2, (await place.ListAsync()).Length);
    }

    [Fact]
    public async Task What_is_forgotten_is_gone()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        string id = await place.RememberAsync(Allergy);
        Assert.Equal(Allergy, (await place.Memory.ForgetAsync(id))!.Text);
        Assert.Null(await place.Memory.ForgetAsync(id));
        Assert.Null(await place.Memory.ForgetAsync(""));
        Assert.Empty(await place.RecallAsync("peanuts"));
    }

    [Fact]
    public async Task A_conversation_is_forgotten_as_a_whole()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await place.RememberAsync("The user lives in Paris.", source: "one");
        await place.RememberAsync("The user plays the violin.", source: "one");
        await place.RememberAsync(Allergy, source: "two");
        Assert.Equal(2, await place.Memory.ForgetConversationAsync("one"));
        Assert.Equal([Allergy], await place.ListAsync());
    }

    [Fact]
    public async Task The_same_fact_told_on_many_threads_at_once_is_stored_once()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => place.RememberAsync(Allergy))));
        Assert.Equal(8, Assert.Single(await place.Memory.ListAsync().ToListAsync()).TimesTold);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing()
    {
        await using MemoryPlace place = await MemoryPlace.CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => place.RememberAsync(" "));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => place.RememberAsync(Allergy, 1.1f));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => place.RememberAsync(Allergy, float.NaN));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => place.RememberAsync(Allergy, lifetime: TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => place.RememberAsync(Allergy, lifetime: TimeSpan.MaxValue));
        Assert.Empty(await place.ListAsync());
    }
}
