namespace Zvec.Engine.Tests.Architecture;

public sealed class ArrowCheckerTests
{
    [Fact]
    public void An_arrow_that_the_table_allows_is_no_finding() => Assert.Empty(Check(
        ("Zvec.Engine/Storage/Disk.cs", "namespace Zvec.Engine.Storage; class Disk { }"),
        ("Zvec.Engine/Wal/Log.cs", "namespace Zvec.Engine.Wal; class Log { Disk _disk; }")));

    [Fact]
    public void An_arrow_that_the_table_does_not_allow_names_file_type_and_rooms() => Assert.Equal(
        ["Zvec.Engine/Storage/Disk.cs: Log: Storage -> Wal"],
        Check(
            ("Zvec.Engine/Storage/Disk.cs", "namespace Zvec.Engine.Storage; class Disk { Log _log; }"),
            ("Zvec.Engine/Wal/Log.cs", "namespace Zvec.Engine.Wal; class Log { }")));

    [Theory]
    [InlineData("Indexes/Vectors", "Indexes/Scalars")]
    [InlineData("Indexes/Text", "Indexes/Vectors")]
    [InlineData("Indexes/Vectors", "Filters")]
    [InlineData("Wal", "Documents")]
    [InlineData("Segments", "Filters")]
    [InlineData("Segments", "Wal")]
    [InlineData("Primitives", "Schema")]
    [InlineData("Search", "Maintenance")]
    [InlineData("Distance", "Schema")]
    [InlineData("Search", "Distance")]
    public void Rooms_that_must_not_know_each_other_are_found(string from, string to) => Assert.Single(Check(
        ($"Zvec.Engine/{from}/From.cs", "class From { To _to; }"),
        ($"Zvec.Engine/{to}/To.cs", "class To { }")));

    [Theory]
    [InlineData("Indexes/Vectors", "Indexes")]
    [InlineData("Filters", "Indexes/Scalars")]
    [InlineData("Maintenance", "Indexes/Vectors")]
    [InlineData("Search", "Documents")]
    public void What_a_room_may_by_another_one_it_may(string from, string to) => Assert.Empty(Check(
        ($"Zvec.Engine/{from}/From.cs", "class From { To _to; }"),
        ($"Zvec.Engine/{to}/To.cs", "class To { }")));

    [Fact]
    public void No_room_refers_to_the_root_and_the_root_refers_to_all()
    {
        Assert.Equal(
            ["Zvec.Engine/Search/Query.cs: Collection: Search -> (root)"],
            Check(
                ("Zvec.Engine/Collection.cs", "namespace Zvec.Engine; class Collection { Query _query; }"),
                ("Zvec.Engine/Search/Query.cs", "namespace Zvec.Engine; class Query { Collection _collection; }")));
    }

    [Fact]
    public void The_engine_does_not_know_the_connector() => Assert.Equal(
        ["Zvec.Engine/Collection.cs: Store: (root) -> Zvec.VectorData"],
        Check(
            ("Zvec.Engine/Collection.cs", "class Collection { Store _store; }"),
            ("Zvec.VectorData/Mapping/Store.cs", "class Store { Collection _collection; }")));

    [Fact]
    public void A_name_in_two_rooms_is_found() => Assert.Equal(
        ["Header: declared in Storage and Wal; a name must belong to one room."],
        Check(
            ("Zvec.Engine/Storage/Header.cs", "struct Header { }"),
            ("Zvec.Engine/Wal/Header.cs", "struct Header { }")));

    [Fact]
    public void Parts_of_a_type_in_one_room_are_one_type() => Assert.Empty(Check(
        ("Zvec.Engine/Collection.cs", "partial class Collection { }"),
        ("Zvec.Engine/Collection.Search.cs", "partial class Collection { }")));

    [Fact]
    public void A_folder_that_is_no_room_is_found() => Assert.Single(Check(("Zvec.Engine/Helpers/Helper.cs", "class Helper { }")));

    [Fact]
    public void The_table_has_no_cycles()
    {
        List<string> left = [.. Rooms.All];
        while (left.Find(room => left.TrueForAll(other => other == room || !Rooms.MayRefer(room, other))) is { } lowest)
            left.Remove(lowest);
        Assert.Empty(left);
    }

    private static IReadOnlyList<string> Check(params (string Path, string Text)[] files) =>
        ArrowChecker.Check([.. files.Select(file => new SourceFile(file.Path, file.Text))]);
}
