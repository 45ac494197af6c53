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
            WriteTable([.. hits.Select(hit => hit.Document)], schema, [.. hits.Select(hit => hit.Score)]);
            return;
        }

        Invocation.WriteJson(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("hits");
            foreach (SearchHit hit in hits)
            {
                writer.WriteStartObject();
                writer.WriteNumber("score", hit.Score);
                writer.WritePropertyName("document");
                DocumentJson.Write(writer, hit.Document, schema);
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
            WriteTable(documents, schema, scores: null);
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

    private static void WriteTable(IReadOnlyList<Document> documents, CollectionSchema schema, float[]? scores)
    {
        string[] names = [.. schema.Fields.Select(field => field.Name).Concat(schema.Vectors.Select(vector => vector.Name))];
        string[] shown = [.. names.Where(name => documents.Any(document => document.Contains(name)))];
        var table = new Table().Border(TableBorder.Minimal);
        if (scores is not null)
            table.AddColumn("score");
        table.AddColumn(new TableColumn(new Text(schema.KeyName)));
        foreach (string name in shown)
            table.AddColumn(new TableColumn(new Text(name)));
        for (int i = 0; i < documents.Count; i++)
        {
            // as JSON each value is text that says what it is
            using JsonDocument json = JsonDocument.Parse(DocumentJson.ToJson(documents[i], schema));
            List<Text> cells = [];
            if (scores is not null)
                cells.Add(new Text(Numbers.Text((double)scores[i])));
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
