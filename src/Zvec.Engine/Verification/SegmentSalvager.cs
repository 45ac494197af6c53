using Zvec.Engine.Columns;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Verification;

/// <summary>Hands on the documents of a damaged segment, as far as their values are intact.</summary>
internal sealed class SegmentSalvager(CollectionSchema schema, bool allowNulls, SalvageLosses losses)
{
    /// <summary>Reads a segment.</summary>
    /// <param name="segment">The segment, which was read.</param>
    /// <param name="target">Takes the documents.</param>
    /// <param name="cancellationToken">Cancels between documents.</param>
    public void Read(SegmentParts segment, ISalvageTarget target, CancellationToken cancellationToken)
    {
        DeleteMap deletes = segment.Deletes ?? DeleteMap.Empty;
        if (segment.Keys is null)
        {
            int deleted = segment.Deletes?.Count ?? segment.Record.Deletes?.Rows ?? 0;
            losses.UnnamedRows += segment.Record.Rows - deleted;
            return;
        }

        string[] lost = [.. LostFields(segment)];
        bool losesDocuments = !allowNulls && LostFields(segment).Any(name => !IsNullable(name));
        KeyReader keys = segment.KeyReader;
        for (int row = 0; row < segment.Record.Rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (deletes[row])
                continue;
            DocumentKey key = keys[row];
            losses.Settle(key);
            if (losesDocuments)
            {
                target.Delete(key);
                losses.Keys.Add(key);
                continue;
            }

            foreach (string name in lost)
                losses.Nulls[name] = losses.Nulls.GetValueOrDefault(name) + 1;
            if (segment.Deletes is null)
                losses.Doubtful.Add(key);
            target.Put(ReadDocument(segment, row, key));
        }
    }

    /// <summary>The fields and vectors that the segment had and of which nothing is left.</summary>
    public IEnumerable<string> LostFields(SegmentParts segment)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (!segment.Columns.ContainsKey(field.Id) && (!field.Nullable || segment.Names(CollectionFiles.ColumnName(field.Id))))
                yield return field.Name;
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            bool isThere = segment.Vectors.ContainsKey(vector.Id) || segment.Sparse.ContainsKey(vector.Id);
            if (!isThere && (!vector.Nullable || segment.Names(SegmentParts.VectorsName(vector))))
                yield return vector.Name;
        }
    }

    private bool IsNullable(string name) => schema.FindField(name)?.Nullable ?? schema.FindVector(name)!.Nullable;

    private Document ReadDocument(SegmentParts segment, int row, DocumentKey key)
    {
        var document = new Document(key, schema.Fields.Count + schema.Vectors.Count);
        foreach (FieldSchema field in schema.Fields)
            document[field.Name] = segment.Columns.GetValueOrDefault(field.Id)?.GetValue(row);
        foreach (VectorSchema vector in schema.Vectors)
        {
            document[vector.Name] = vector.Type == VectorType.Sparse
                ? segment.Sparse.GetValueOrDefault(vector.Id)?.GetVector(row)
                : segment.Vectors.GetValueOrDefault(vector.Id)?.GetVector(row);
        }

        return document;
    }
}
