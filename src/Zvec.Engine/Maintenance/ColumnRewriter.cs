using Zvec.Engine.Columns;
using Zvec.Engine.Expressions;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Maintenance;

/// <summary>Writes the columns that a change of the schema asks for beside the files of a sealed segment. Rows never change, so that what
/// is written for one stays right; deleted rows get nulls.</summary>
internal sealed class ColumnRewriter(IFileSystem fileSystem, MemoryBudget memory, IndexBuilder files)
{
    private const int RowsBetweenLooks = 4096;
    private const string Missing = "is missing, which the field is no longer to allow";

    /// <summary>Writes the columns and takes them into use, for whoever knows their identifiers.</summary>
    /// <param name="segment">Where to.</param>
    /// <param name="deletes">The rows that need no value.</param>
    /// <param name="schema">The schema before the change.</param>
    /// <param name="change">What is to be written.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    public void Write(
        SealedSegment segment, DeleteMap deletes, CollectionSchema schema, SchemaChange change, CancellationToken cancellationToken)
    {
        foreach (FieldRewrite field in change.Fields)
        {
            if (field.Values is { } values)
                Compute(segment, deletes, schema, field.Target, values, cancellationToken);
            else if (segment.FindColumn(field.Source!.Id) is not null)
                Link(segment, CollectionFiles.ColumnName(field.Source.Id), CollectionFiles.ColumnName(field.Target.Id));
            else
                continue; // older than the field: null in every row, as before
            segment.AttachColumn(field.Target, verify: false);
        }

        foreach (VectorRewrite vector in change.Vectors)
        {
            if (vector.Source.Type == VectorType.Sparse)
            {
                TakeOverSparse(segment, deletes, schema, vector);
                continue;
            }

            if (segment.FindVectors(vector.Source.Id) is not { } column)
            {
                ThrowIfNeeded(segment, deletes, schema, vector.Target, column: null);
                continue;
            }

            ThrowIfNeeded(segment, deletes, schema, vector.Target, column);
            Copy(segment, deletes, schema, vector, column, cancellationToken);
            segment.AttachVectors(vector.Target, verify: false);
        }
    }

    /// <summary>About what the columns take on disk, in bytes.</summary>
    public static long EstimateFileBytes(SealedSegment segment, SchemaChange change)
    {
        const int usualValueBytes = 16;
        long bytes = 0;
        foreach (FieldRewrite field in change.Fields)
            bytes += field.Values is null ? 0 : (long)segment.RowCount * usualValueBytes;
        foreach (VectorRewrite vector in change.Vectors)
            bytes += vector.Source.Type == VectorType.Sparse || IsSameForm(segment, vector)
                ? 0
                : (long)segment.RowCount * VectorRowLayout.For(vector.Target).Stride;
        return bytes;
    }

    private static bool IsSameForm(SealedSegment segment, VectorRewrite vector) =>
        segment.FindVectors(vector.Source.Id) is not { } column
        || (column.Layout with { IsPadded = false }) == VectorRowLayout.For(vector.Target);

    private static ZvecException Refused(Segment segment, int row, CollectionSchema schema, string field, string what) => new(
        ZvecErrorCode.InvalidArgument,
        $"Vector '{field}' of document {RowReader.ReadKey(segment, row, schema)} in collection '{schema.Name}' {what}. "
            + "Nothing was changed.");

    private static void ThrowIfNeeded(
        SealedSegment segment, DeleteMap deletes, CollectionSchema schema, VectorSchema target, VectorColumn? column)
    {
        if (target.Nullable)
            return;
        for (int row = 0; row < segment.RowCount; row++)
        {
            if (!deletes[row] && column?.HasVector(row) != true)
                throw Refused(segment, row, schema, target.Name, Missing);
        }
    }

    /// <summary>Keeps sparse vectors as they are, when all of them may stay.</summary>
    private void TakeOverSparse(SealedSegment segment, DeleteMap deletes, CollectionSchema schema, VectorRewrite vector)
    {
        VectorSchema target = vector.Target;
        SparseColumn? column = segment.FindSparse(vector.Source.Id);
        for (int row = 0; row < segment.RowCount; row++)
        {
            if (deletes[row])
                continue;
            if (column?.HasVector(row) != true)
            {
                if (!target.Nullable)
                    throw Refused(segment, row, schema, target.Name, Missing);
            }
            else if (SparseElements.FindBeyond(SparseElements.Indices(column.Elements(row)), target.Dimensions) is { } problem)
            {
                throw Refused(segment, row, schema, target.Name, problem);
            }
        }

        if (column is null)
            return;
        Link(segment, CollectionFiles.SparseName(vector.Source.Id), CollectionFiles.SparseName(target.Id));
        segment.AttachVectors(target, verify: false);
    }

    private void Compute(
        SealedSegment segment,
        DeleteMap deletes,
        CollectionSchema schema,
        FieldSchema target,
        BoundExpression values,
        CancellationToken cancellationToken)
    {
        ColumnBuilder builder = ColumnBuilder.Create(target.Type);
        using MemoryReservation taken = memory.Track();
        Column?[] columns = [.. values.Inputs.Select(field => segment.FindColumn(field.Id))];
        object?[] inputs = new object?[columns.Length];
        for (int row = 0; row < segment.RowCount; row++)
        {
            if (row % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                taken.Resize(builder.MemoryBytes);
            }

            if (deletes[row])
            {
                builder.Append(null);
                continue;
            }

            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = columns[i]?.GetValue(row);
            builder.Append(values.Evaluate(RowReader.ReadKey(segment, row, schema), inputs));
        }

        int[] rows = [.. Enumerable.Range(0, segment.RowCount)];
        files.Write(segment, CollectionFiles.ColumnName(target.Id), FileKind.Column, ColumnWriter.Version, file =>
            ColumnWriter.Write(file, target.Type, [new ColumnRows(builder.Column, rows)], cancellationToken));
    }

    private void Copy(
        SealedSegment segment,
        DeleteMap deletes,
        CollectionSchema schema,
        VectorRewrite vector,
        VectorColumn column,
        CancellationToken cancellationToken)
    {
        string name = CollectionFiles.VectorsName(vector.Target.Id);
        if (IsSameForm(segment, vector))
        {
            Link(segment, CollectionFiles.VectorsName(vector.Source.Id), name);
            return;
        }

        var layout = VectorRowLayout.For(vector.Target);
        int[] rows = [.. Enumerable.Range(0, segment.RowCount)];
        using ConvertedVectorColumn? converted = layout.Type == column.Layout.Type
            ? null
            : new ConvertedVectorColumn(column, layout.Type, (row, problem) =>
                deletes[row] ? true : throw Refused(segment, row, schema, vector.Target.Name, problem));
        files.Write(segment, name, FileKind.Vectors, VectorColumnFormat.Version, file =>
            VectorColumnWriter.Write(file, layout, [new VectorSource(converted ?? column, rows)], cancellationToken));
    }

    /// <summary>Gives a file a second name, under which it stays when the first one goes.</summary>
    private void Link(SealedSegment segment, string source, string target)
    {
        string from = Path.Combine(segment.Folder, source);
        string to = Path.Combine(segment.Folder, target);
        fileSystem.DeleteFile(to);
        if (!fileSystem.TryLink(from, to))
            fileSystem.CopyFile(from, to);
        fileSystem.SyncDirectory(segment.Folder);
    }
}
