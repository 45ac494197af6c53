using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Zvec.Engine;

namespace Zvec.Cli;

/// <summary>Documents on standard output: a table, or JSON.</summary>
internal static class DocumentOutput
{
    private const int LongestCell = 80;

    /// <summary>Writes hits, best first.</summary>
    public static void WriteHits(Invocation invocation, IReadOnlyList<SearchHit> hits, CollectionSchema schema)
    {
        if (!invocation.Json)
        {
            List<DocumentColumn> columns = [Scores(hits)];
            if (hits.Any(hit => hit.Highlights.Count > 0))
                columns.Add(new DocumentColumn("found", row => Found(hits[row])));
            WriteTable([.. hits.Select(hit => hit.Document)], schema, columns);
            return;
        }

        Invocation.WriteJson(writer =>
        {
            writer.WriteStartObject();
            WriteHits(writer, hits, schema);
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes groups, that of the best hit first.</summary>
    public static void WriteGroups(Invocation invocation, IReadOnlyList<SearchGroup> groups, string groupBy, CollectionSchema schema)
    {
        FieldSchema? field = schema.Fields.FirstOrDefault(field => field.Name == groupBy);
        if (!invocation.Json)
        {
            string[] values = [.. groups.SelectMany(group => group.Hits.Select(_ => Numbers.Value(group.Value)))];
            SearchHit[] hits = [.. groups.SelectMany(group => group.Hits)];
            WriteTable(
                [.. hits.Select(hit => hit.Document)], schema, [new DocumentColumn("group", row => values[row]), Scores(hits)]);
            return;
        }

        Invocation.WriteJson(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("groups");
            foreach (SearchGroup group in groups)
            {
                writer.WriteStartObject();
                writer.WritePropertyName("value");
                if (field is null)
                    DocumentJson.WriteKey(writer, DocumentKey.From(group.Value!));
                else
                    DocumentJson.WriteValue(writer, group.Value, field);
                WriteHits(writer, group.Hits, schema);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>Writes documents in their order.</summary>
    public static void WriteDocuments(Invocation invocation, IReadOnlyList<Document> documents, CollectionSchema schema)
    {
        if (!invocation.Json)
        {
            WriteTable(documents, schema, []);
            return;
        }

        Invocation.WriteJson(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("documents");
            foreach (Document document in documents)
                DocumentJson.Write(writer, document, schema);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteHits(Utf8JsonWriter writer, IReadOnlyList<SearchHit> hits, CollectionSchema schema)
    {
        writer.WriteStartArray("hits");
        foreach (SearchHit hit in hits)
        {
            writer.WriteStartObject();
            writer.WriteNumber("score", hit.Score);
            writer.WritePropertyName("document");
            DocumentJson.Write(writer, hit.Document, schema);
            if (hit.Highlights.Count > 0)
            {
                writer.WriteStartArray("highlights");
                foreach (TextHighlight highlight in hit.Highlights)
                {
                    writer.WriteStartObject();
                    writer.WriteString("field", highlight.Field);
                    writer.WriteNumber("start", highlight.Start);
                    writer.WriteNumber("length", highlight.Length);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static DocumentColumn Scores(IReadOnlyList<SearchHit> hits) =>
        new("score", row => Numbers.Text((double)hits[row].Score));

    // the words as the texts have them, or where they stand in texts that are not shown
    private static string Found(SearchHit hit) => string.Join(", ", hit.Highlights
        .Select(highlight => hit.Document.Contains(highlight.Field) && hit.Document[highlight.Field] is string text
            ? text.Substring(highlight.Start, highlight.Length)
            : string.Create(CultureInfo.InvariantCulture, $"{highlight.Field} at {highlight.Start}"))
        .Distinct());

    private static void WriteTable(
        IReadOnlyList<Document> documents, CollectionSchema schema, IReadOnlyList<DocumentColumn> columns)
    {
        string[] names = [.. schema.Fields.Select(field => field.Name).Concat(schema.Vectors.Select(vector => vector.Name))];
        string[] shown = [.. names.Where(name => documents.Any(document => document.Contains(name)))];
        var table = new Table().Border(TableBorder.Minimal);
        foreach (DocumentColumn column in columns)
            table.AddColumn(column.Name);
        table.AddColumn(new TableColumn(new Text(schema.KeyName)));
        foreach (string name in shown)
            table.AddColumn(new TableColumn(new Text(name)));
        for (int i = 0; i < documents.Count; i++)
        {
            // as JSON each value is text that says what it is
            using JsonDocument json = JsonDocument.Parse(DocumentJson.ToJson(documents[i], schema));
            List<Text> cells = [.. columns.Select(column => new Text(column.TextOf(i)))];
            foreach (string name in (string[])[schema.KeyName, .. shown])
                cells.Add(new Text(json.RootElement.TryGetProperty(name, out JsonElement value) ? Cell(value) : ""));
            table.AddRow(cells);
        }

        Invocation.WriteTable(table);
    }

    private static string Cell(JsonElement value)
    {
        string text = value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };
        return text.Length <= LongestCell ? text : text[..(LongestCell - 1)] + "…";
    }
}
