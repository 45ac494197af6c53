using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Options of text indexes: from options, from annotations, against collections that exist.</summary>
public sealed class TextIndexTests : StoreTests
{
    private static readonly VectorStoreKeyProperty Key = new("Id", typeof(int));
    private static readonly TextIndexOptions English = new() { Stemmer = TextStemmer.English, StopWords = StopWordSet.English };

    [Fact]
    public async Task Options_reach_the_engine()
    {
        using (var notes = new ZvecDynamicCollection(
            Folder, "options", new ZvecCollectionOptions { Definition = Definition(Text()), TextIndexes = { ["Text"] = English } }))
            await notes.EnsureCollectionExistsAsync();
        await CreateAsync("annotations", Text().WithZvecTextIndex(English));
        await CreateAsync("silent", Text());
        using (var notes = new ZvecDynamicCollection(
            Folder,
            "both",
            new ZvecCollectionOptions { Definition = Definition(Text().WithZvecTextIndex(new())), TextIndexes = { ["Text"] = English } }))
            await notes.EnsureCollectionExistsAsync();

        Assert.Equal(English, IndexOf("options"));
        Assert.Equal(English, IndexOf("annotations"));
        Assert.Equal(English, IndexOf("both"));
        Assert.Equal(new TextIndexOptions(), IndexOf("silent"));
    }

    [Fact]
    public void An_annotated_property_is_full_text_indexed()
    {
        var property = new VectorStoreDataProperty("Text", typeof(string));
        Assert.Same(property, property.WithZvecTextIndex(English));
        Assert.True(property.IsFullTextIndexed);
        Assert.Equal(English, property.ProviderAnnotations!["Zvec:TextIndex"]);
    }

    [Fact]
    public async Task What_is_stored_rules_and_other_options_are_refused()
    {
        await CreateAsync("notes", Text().WithZvecTextIndex(English));
        await CreateAsync("notes", Text());
        await CreateAsync("notes", Text().WithZvecTextIndex(English with { StopWords = new StopWordSet(StopWordSet.English) }));
        Assert.Equal(English, IndexOf("notes"));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => CreateAsync("notes", Text().WithZvecTextIndex(new())));
        Assert.Contains("'Text'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("another text index", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_for_what_has_no_text_index_are_refused()
    {
        AssertRefused(new() { Definition = Definition(Text()), TextIndexes = { ["Nothing"] = English } }, "'Nothing'");
        AssertRefused(new() { Definition = Definition(Text()), TextIndexes = { ["Id"] = English } }, "'Id'");
        VectorStoreDataProperty plain = Text();
        plain.IsFullTextIndexed = false;
        AssertRefused(new() { Definition = Definition(plain), TextIndexes = { ["Text"] = English } }, "not full-text indexed");
        AssertRefused(new() { Definition = Definition(Annotated("Zvec:TextIndex", "English")) }, "type 'String'");
        AssertRefused(new() { Definition = Definition(Annotated("Zvec:Stemmer", "English")) }, "'Zvec:Stemmer'");
    }

    [Fact]
    public void Annotations_of_other_stores_are_none_of_ours() =>
        new ZvecDynamicCollection(
            Folder, "notes", new ZvecCollectionOptions { Definition = Definition(Annotated("Other:TextIndex", 1)) }).Dispose();

    private static VectorStoreDataProperty Text() => new("Text", typeof(string)) { IsFullTextIndexed = true };

    private static VectorStoreDataProperty Annotated(string key, object value)
    {
        VectorStoreDataProperty property = Text();
        property.ProviderAnnotations = new() { [key] = value };
        return property;
    }

    private static VectorStoreCollectionDefinition Definition(VectorStoreDataProperty text) => new() { Properties = [Key, text] };

    private void AssertRefused(ZvecCollectionOptions options, string expected)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new ZvecDynamicCollection(Folder, "notes", options));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private async Task CreateAsync(string name, VectorStoreDataProperty text)
    {
        using var notes = new ZvecDynamicCollection(Folder, name, new ZvecCollectionOptions { Definition = Definition(text) });
        await notes.EnsureCollectionExistsAsync();
    }

    private FieldIndexOptions? IndexOf(string name)
    {
        using Collection collection = Collection.Open(Path.Combine(Folder, name), new CollectionOptions { ReadOnly = true });
        return collection.Schema.Fields[0].Index;
    }
}
