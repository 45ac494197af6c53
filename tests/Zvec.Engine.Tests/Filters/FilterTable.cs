using Zvec.Engine.Columns;
using Zvec.Engine.Filters;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Filters;

/// <summary>Documents as a filter meets them: as documents for the model, in memory, sealed, and sealed with indexes.</summary>
internal sealed class FilterTable : IDisposable
{
    private readonly List<SectionFileReader> _files = [];
    private readonly MemoryFileSystem _fileSystem = new("/");

    public FilterTable(CollectionSchema schema, IReadOnlyList<Document> documents)
    {
        Schema = schema;
        Documents = documents;
        var growing = new Source { RowCount = documents.Count };
        var closed = new Source { RowCount = documents.Count };
        var indexed = new Source { RowCount = documents.Count };
        var asking = new Source { RowCount = documents.Count, AlwaysAsksIndexes = true };
        Add(FilterBinder.KeyField, PhysicalTypes.OfKey(schema.Key), document => document.Key.Value);
        foreach (FieldSchema field in schema.Fields)
            Add(field.Id, field.Type, document => document[field.Name]);
        Sources = [("mutable", growing), ("sealed", closed), ("indexed", indexed), ("asking indexes", asking)];

        void Add(int id, DataType type, Func<Document, object?> value)
        {
            var builder = ColumnBuilder.Create(type);
            foreach (Document document in documents)
                builder.Append(value(document));
            Column column = Seal(type, id, builder.Column);
            growing.Columns[id] = builder.Column;
            closed.Columns[id] = column;
            indexed.Columns[id] = column;
            indexed.Indexes[id] = BuildIndex(type, id, column);
            asking.Columns[id] = column;
            asking.Indexes[id] = indexed.Indexes[id];
        }
    }

    public CollectionSchema Schema { get; }

    public IReadOnlyList<Document> Documents { get; }

    public IReadOnlyList<(string Name, IFilterSource Source)> Sources { get; }

    /// <summary>Fails unless every form of the table answers the filter as the model does, on all rows and on some.</summary>
    public void Check(Filter filter, Func<Document, bool> model, Random random)
    {
        BoundFilter bound = FilterBinder.Bind(filter, Schema);
        var expected = new Bitmap(Documents.Count);
        for (int row = 0; row < Documents.Count; row++)
            expected[row] = model(Documents[row]);
        Bitmap candidates = SomeRows(random);
        Bitmap expectedSome = candidates.Clone();
        expectedSome.And(expected);

        foreach ((string name, IFilterSource source) in Sources)
        {
            Compare(filter, name, expected, FilterEvaluator.Evaluate(bound, source));
            Compare(filter, $"{name}, some rows", expectedSome, FilterEvaluator.Evaluate(bound, source, candidates));
            Assert.InRange(FilterEvaluator.Estimate(bound, source), 0, Documents.Count);
        }
    }

    public void Dispose()
    {
        foreach (SectionFileReader file in _files)
            file.Dispose();
    }

    private Bitmap SomeRows(Random random)
    {
        var rows = new Bitmap(Documents.Count);
        int oneIn = random.Next(1, 40);
        for (int row = 0; row < rows.Length; row++)
            rows[row] = random.Next(oneIn) == 0;
        return rows;
    }

    private void Compare(Filter filter, string name, Bitmap expected, Bitmap actual)
    {
        for (int row = 0; row < expected.Length; row++)
        {
            if (expected[row] != actual[row])
                Assert.Fail($"{filter} on {name}: row {row} should {(expected[row] ? "" : "not ")}match: {Show(Documents[row])}");
        }

        Assert.True(actual.Words.SequenceEqual(expected.Words), "bits past the rows are set");
    }

    private static string Show(Document document) =>
        $"{document.Key}, {string.Join(", ", document.Select(field => $"{field.Key}: {FilterText.Value(field.Value)}"))}";

    private Column Seal(DataType type, int id, Column column)
    {
        string path = $"f{id}.column";
        using (var file = new SectionFileWriter(_fileSystem, path, FileKind.Column, ColumnWriter.Version))
        {
            ColumnWriter.Write(file, type, [new ColumnRows(column, Enumerable.Range(0, Documents.Count).ToArray())]);
            file.Finish();
        }

        return ColumnReader.Open(Open(path, FileKind.Column, ColumnWriter.Version), type, Documents.Count);
    }

    private InvertedIndexReader BuildIndex(DataType type, int id, Column column)
    {
        string path = $"f{id}.inverted";
        using (var file = new SectionFileWriter(_fileSystem, path, FileKind.InvertedIndex, InvertedIndexWriter.Version))
        {
            InvertedIndexWriter.Write(file, column, Documents.Count);
            file.Finish();
        }

        return InvertedIndexReader.Open(Open(path, FileKind.InvertedIndex, InvertedIndexWriter.Version), type, Documents.Count);
    }

    private SectionFileReader Open(string path, FileKind kind, ushort version)
    {
        var file = new SectionFileReader(_fileSystem, path, kind, version, verify: true);
        _files.Add(file);
        return file;
    }

    internal sealed class Source : IFilterSource
    {
        public Dictionary<int, Column> Columns { get; } = [];

        public Dictionary<int, InvertedIndexReader> Indexes { get; } = [];

        public int RowCount { get; set; }

        public bool AlwaysAsksIndexes { get; init; }

        public Column Column(int fieldId) => Columns[fieldId];

        public InvertedIndexReader? Index(int fieldId) => Indexes.GetValueOrDefault(fieldId);
    }
}
