namespace Zvec.Crash.Tests.Simulation;

/// <summary>One way to change a small schema, and what documents look like before and after.</summary>
/// <param name="Name">What it does.</param>
/// <param name="ApplyAsync">Changes the schema.</param>
/// <param name="IsDone">Whether a schema is the one of after.</param>
/// <param name="Alter">Changes a document of before, with the given key, into the one of after.</param>
internal sealed record SchemaChangeCase(
    string Name, Func<Collection, Task> ApplyAsync, Func<CollectionSchema, bool> IsDone, Action<Document, int> Alter)
{
    public static CollectionSchema Schema => new("c")
    {
        Key = KeyType.Int32,
        Fields =
        {
            new FieldSchema("a", DataType.Int32),
            new FieldSchema("b", DataType.Int32) { Nullable = true },
            new FieldSchema("name", DataType.String) { Index = new InvertedIndexOptions() },
            new FieldSchema("words", DataType.String) { Nullable = true, Index = new TextIndexOptions() },
        },
        Vectors =
        {
            new VectorSchema("v", VectorType.Float32, 2)
            {
                Index = new DynamicIndexOptions { Threshold = 3, Quantization = Quantization.Int8 },
            },
            new VectorSchema("terms", VectorType.Sparse) { Nullable = true },
        },
    };

    public static IReadOnlyList<SchemaChangeCase> All { get; } =
    [
        new(
            "add null",
            collection => collection.AddFieldAsync(new FieldSchema("c", DataType.Int64) { Nullable = true }),
            schema => schema.Fields.Any(field => field.Name == "c"),
            (document, _) => document["c"] = null),
        new(
            "add constant",
            collection => collection.AddFieldAsync(
                new FieldSchema("c", DataType.Int64) { Index = new InvertedIndexOptions() }, FieldExpression.Constant(5)),
            schema => schema.Fields.Any(field => field.Name == "c"),
            (document, _) => document["c"] = 5L),
        new(
            "add formula",
            collection => collection.AddFieldAsync(new FieldSchema("c", DataType.String), FieldExpression.Parse("name || (a * 2)")),
            schema => schema.Fields.Any(field => field.Name == "c"),
            (document, key) => document["c"] = $"name{key}{key * 2}"),
        new(
            "add indexed text",
            collection => collection.AddFieldAsync(
                new FieldSchema("c", DataType.String) { Index = new TextIndexOptions() }, FieldExpression.Parse("name || ' x'")),
            schema => schema.Fields.Any(field => field.Name == "c"),
            (document, key) => document["c"] = $"name{key} x"),
        new(
            "drop",
            collection => collection.DropFieldAsync("b"),
            schema => schema.Fields.All(field => field.Name != "b"),
            (document, _) => document["b"] = null),
        new(
            "drop vector",
            collection => collection.DropFieldAsync("v"),
            schema => schema.FindVector("v") is null,
            (document, _) => document["v"] = null),
        new(
            "rename",
            collection => collection.RenameFieldAsync("name", "title"),
            schema => schema.Fields.Any(field => field.Name == "title"),
            (document, key) => (document["title"], document["name"]) = ($"name{key}", null)),
        new(
            "widen",
            collection => collection.AlterFieldAsync("a", new FieldSchema("a", DataType.Int64)),
            schema => schema.Fields[0].Type == DataType.Int64,
            (document, key) => document["a"] = (long)key),
        new(
            "to array",
            collection => collection.AlterFieldAsync(
                "name", new FieldSchema("name", DataType.StringArray) { Index = new InvertedIndexOptions() }),
            schema => schema.Fields[2].Type == DataType.StringArray,
            (document, key) => document["name"] = new[] { $"name{key}" }),
        new(
            "other metric",
            collection => collection.CreateIndexAsync("v", new HnswIndexOptions { Metric = Metric.L2 }),
            schema => schema.Vectors[0].Index.Metric == Metric.L2,
            (_, _) => { }),
        new(
            "other elements",
            collection => collection.AlterFieldAsync("v", new VectorSchema("v", VectorType.Float16, 2)),
            schema => schema.Vectors[0].Type == VectorType.Float16,
            (document, key) => document["v"] = new[] { (Half)(key + 1), (Half)(-key) }),
        new(
            "drop index",
            collection => collection.DropIndexAsync("name"),
            schema => schema.Fields[2].Index is null,
            (_, _) => { }),
        new(
            "drop vector index",
            collection => collection.DropIndexAsync("v"),
            schema => schema.Vectors[0].Index is FlatIndexOptions { Metric: Metric.Cosine },
            (_, _) => { }),
        new(
            "text index",
            collection => collection.CreateIndexAsync("name", new TextIndexOptions()),
            schema => schema.Fields[2].Index is TextIndexOptions,
            (_, _) => { }),
        new(
            "other text index",
            collection => collection.CreateIndexAsync("words", new TextIndexOptions { Stemmer = TextStemmer.English }),
            schema => schema.FindField("words")!.Index is TextIndexOptions { Stemmer: TextStemmer.English },
            (_, _) => { }),
        new(
            "drop text index",
            collection => collection.DropIndexAsync("words"),
            schema => schema.FindField("words")!.Index is null,
            (_, _) => { }),
        new(
            "narrow sparse",
            collection => collection.AlterFieldAsync("terms", new VectorSchema("terms", VectorType.Sparse, 1000) { Nullable = true }),
            schema => schema.FindVector("terms")!.Dimensions == 1000,
            (_, _) => { }),
        new(
            "drop sparse index",
            collection => collection.DropIndexAsync("terms"),
            schema => schema.FindVector("terms")!.Index is FlatIndexOptions,
            (_, _) => { }),
    ];

    public static SchemaChangeCase Find(string name) => All.Single(one => one.Name == name);

    /// <summary>The document of a key.</summary>
    public Document ToDocument(int key, bool changed)
    {
        var document = new Document(key)
        {
            ["a"] = key,
            ["b"] = key % 2 == 0 ? null : key * 10,
            ["name"] = $"name{key}",
            ["words"] = $"words of name{key}",
            ["terms"] = new SparseVector([1, (uint)key + 2], [1, 2]),
            ["v"] = new float[] { key + 1, -key },
        };
        if (changed)
            Alter(document, key);
        var given = new Document(key);
        foreach ((string name, object? value) in document)
        {
            if (value is not null)
                given[name] = value;
        }

        return given;
    }

    /// <summary>Checks that a collection holds exactly the documents of some keys, as its schema has them.</summary>
    /// <returns>Whether its schema is the one of after.</returns>
    public bool Check(Collection collection, IReadOnlyList<int> keys)
    {
        bool changed = IsDone(collection.Schema);
        Assert.Equal(keys, collection.Scan().Select(one => (int)one.Key.Value).Order());
        foreach (int key in keys)
        {
            Document expected = ToDocument(key, changed);
            Document found = Assert.IsType<Document>(collection.Fetch(key));
            foreach ((string name, object? value) in found)
                Assert.Equal(Plain(expected[name]), Plain(value));
            Assert.All(expected, one => Assert.True(found.Contains(one.Key)));
        }

        FieldSchema? name2 = collection.Schema.Fields.FirstOrDefault(field => field.Name is "name" or "title");
        if (name2 is { Type: DataType.String })
            Assert.Equal(3, Assert.Single(collection.Query(new FilterQuery { Filter = Filter.Equal(name2.Name, "name3") })).Key.Value);
        foreach (FieldSchema field in collection.Schema.Fields.Where(field => field.Index is TextIndexOptions))
            Assert.Equal(3, Assert.Single(collection.Search(TextQuery.Match(field.Name, "name3"))).Key.Value);
        Assert.Equal(4, collection.Search(new VectorQuery("terms", new SparseVector([6], [1])))[0].Key.Value);
        if (collection.Schema.FindVector("v") is not null)
        {
            SearchHit nearest = collection.Search(new VectorQuery("v", new float[] { 3, -2 }) { Top = 100 })[0];
            Assert.Equal(2, nearest.Key.Value);
        }

        return changed;
    }

    private static object? Plain(object? value) => value switch
    {
        ReadOnlyMemory<float> memory => memory.ToArray(),
        ReadOnlyMemory<Half> memory => memory.ToArray(),
        SparseVector vector => vector.Indices.ToArray(),
        _ => value,
    };
}
