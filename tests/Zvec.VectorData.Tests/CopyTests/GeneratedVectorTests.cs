using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>What becomes of vectors that embedding generators make.</summary>
public sealed class GeneratedVectorTests : StoreTests
{
    private readonly LetterGenerator _generator = new();

    [Fact]
    public async Task They_are_made_anew_of_what_they_are_computed_from()
    {
        var source = new ListedRecords<string, Named>(record => record.Id);
        source.Records.AddRange([new Named { Id = "a", Text = "soup" }, new Named { Id = "b", Text = "bread" }]);
        ZvecCollection<string, Named> target = Open(_generator).GetCollection<string, Named>("named");
        Assert.Equal(2, (await target.ImportAsync(source)).Written);
        Assert.All(source.Reads, read => Assert.False(read.IncludeVectors));
        Assert.Equal(["soup", "bread"], _generator.Texts);
        Assert.Equal("b", (await target.SearchAsync("bread", 1).SingleAsync()).Record.Id);
    }

    [Fact]
    public async Task What_was_stored_already_is_not_made_again()
    {
        var source = new ListedRecords<string, Named>(record => record.Id);
        source.Records.AddRange([new Named { Id = "a", Text = "soup" }, new Named { Id = "b", Text = "bread" }]);
        ZvecCollection<string, Named> target = Open(_generator).GetCollection<string, Named>("named");
        await target.ImportAsync(source, new() { Filter = record => record.Id == "a" });
        Assert.Equal(new ZvecCopyCounts(2, 1, 1), await target.ImportAsync(source, new() { KeepExisting = true }));
        Assert.Equal(["soup", "bread"], _generator.Texts);
    }

    [Fact]
    public async Task Records_with_the_vector_itself_copy_it_without_a_generator()
    {
        var source = new ListedRecords<string, NamedVector>(record => record.Id);
        source.Records.Add(new NamedVector { Id = "a", Text = "soup", Vector = LetterGenerator.VectorOf("soup") });
        await Store.GetCollection<string, NamedVector>("named").ImportAsync(source);

        // Afterwards the class with the generated property works on the same collection.
        ZvecCollection<string, Named> named = Open(_generator).GetCollection<string, Named>("named");
        await named.EnsureCollectionExistsAsync();
        Assert.Empty(_generator.Texts);
        VectorSearchResult<Named> hit = await named.SearchAsync("soup", 1).SingleAsync();
        Assert.Equal("a", hit.Record.Id);
        Assert.Equal(1, hit.Score!.Value, 5);
        Assert.Equal(["soup"], _generator.Texts);
    }

    [Fact]
    public async Task A_record_that_has_lost_its_text_is_refused()
    {
        var source = new ListedRecords<string, Forgetful>(record => record.Id);
        source.Records.Add(new Forgetful { Id = "a" });
        ZvecCollection<string, Forgetful> target = Open(_generator).GetCollection<string, Forgetful>("named");
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => target.ImportAsync(source));
        Assert.Contains("of the record with key a has nothing to make a vector from", failure.Message, StringComparison.Ordinal);
        Assert.False(await target.CollectionExistsAsync());
    }

    [Fact]
    public async Task A_vector_that_is_given_beside_one_that_is_made_cannot_be_copied()
    {
        ZvecCollection<string, HalfMade> target = Open(_generator).GetCollection<string, HalfMade>("half");
        NotSupportedException failure = await Assert.ThrowsAsync<NotSupportedException>(
            () => target.ImportAsync(new ListedRecords<string, HalfMade>(record => record.Id)));
        Assert.Contains("'Given' cannot be copied", failure.Message, StringComparison.Ordinal);
    }
}
