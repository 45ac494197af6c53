using Zvec.Engine.Columns;
using Zvec.Engine.Documents;

namespace Zvec.Engine.Segments;

/// <summary>Gathers a row of a segment from its columns.</summary>
internal static class RowReader
{
    /// <summary>The whole document in a row, as the writer handles it.</summary>
    public static NormalizedDocument Read(Segment segment, int row, CollectionSchema schema)
    {
        object?[] values = new object?[schema.Fields.Count + schema.Vectors.Count];
        int i = 0;
        foreach (FieldSchema field in schema.Fields)
            values[i++] = segment.FindColumn(field.Id)?.GetValue(row);
        foreach (VectorSchema vector in schema.Vectors)
        {
            values[i++] = ReadElements(segment, row, vector);
        }

        return new NormalizedDocument(ReadKey(segment, row, schema), values);
    }

    public static DocumentKey ReadKey(Segment segment, int row, CollectionSchema schema) => new KeyReader(schema.Key, segment.Keys)[row];

    /// <summary>The document in a row with the fields and vectors that are selected.</summary>
    public static Document Read(Segment segment, int row, CollectionSchema schema, FieldSelection selection)
    {
        var document = new Document(ReadKey(segment, row, schema), selection.Fields.Length + selection.Vectors.Length);
        foreach (FieldSchema field in selection.Fields.AsSpan())
            document[field.Name] = segment.FindColumn(field.Id)?.GetValue(row);
        foreach (VectorSchema vector in selection.Vectors.AsSpan())
            document[vector.Name] = segment.GetVector(vector, row);
        return document;
    }

    private static byte[]? ReadElements(Segment segment, int row, VectorSchema vector)
    {
        if (vector.Type == VectorType.Sparse)
            return segment.FindSparse(vector.Id) is { } sparse && sparse.HasVector(row) ? sparse.Elements(row).ToArray() : null;
        VectorColumn? column = segment.FindVectors(vector.Id);
        if (column is null || !column.HasVector(row))
            return null;
        byte[] elements = new byte[column.Layout.DataBytes];
        column.CopyElements(row, elements);
        return elements;
    }
}
