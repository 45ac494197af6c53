using Microsoft.Extensions.Logging;
using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Sparse;
using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Primitives;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;
using Zvec.Engine.Telemetry;

namespace Zvec.Engine.Maintenance;

/// <summary>Builds the indexes that the schema asks for and a sealed segment lacks, beside the segment, and takes them into use.</summary>
/// <remarks>An index for which there is no memory is not built: searches then scan, which gives the same answers.</remarks>
internal sealed class IndexBuilder(IFileSystem fileSystem, int threads, MemoryBudget memory, ILogger logger)
{
    private readonly HashSet<string> _tooLarge = [];

    /// <summary>Whether the segment is to have a graph of the field, and has none.</summary>
    public static bool LacksGraph(Segment segment, VectorSchema vector) =>
        segment.FindGraph(vector.Id) is null
        && segment.FindVectors(vector.Id) is { } column
        && GraphParameters.For(vector) is { } parameters
        && (column.Present?.CountSet() ?? column.Count) > parameters.Threshold;

    /// <summary>Whether the segment is to have codes of the field, and has none.</summary>
    public static bool LacksCodes(Segment segment, VectorSchema vector) =>
        CodeForms.Of(vector) is not null
        && segment.FindCodes(vector.Id) is null
        && segment.FindVectors(vector.Id) is { } column
        && (column.Present?.CountSet() ?? column.Count) > GraphParameters.CodesThreshold(vector);

    /// <summary>Whether the segment is to have an IVF index of the field, and has none.</summary>
    public static bool LacksIvf(Segment segment, VectorSchema vector) =>
        vector.Index is IvfFlatIndexOptions options
        && segment.FindIvf(vector.Id) is null
        && segment.FindVectors(vector.Id) is { } column
        && (column.Present?.CountSet() ?? column.Count) > IvfBuilder.Threshold(options);

    /// <summary>Whether the segment is to have an inverted index of the field, and has none.</summary>
    public static bool LacksInverted(SealedSegment segment, FieldSchema field) => LackedBy(segment, field) is not null;

    /// <summary>Whether the segment is to have a text index of the field, and has none.</summary>
    public static bool LacksText(SealedSegment segment, FieldSchema field) => TextsOf(segment, field) is not null;

    /// <summary>Whether the segment is to have an index of a sparse vector field, and has none.</summary>
    public static bool LacksSparseIndex(Segment segment, VectorSchema vector) =>
        vector.Index is SparseIndexOptions
        && segment.FindSparseIndex(vector.Id) is null
        && segment.FindSparse(vector.Id) is not null;

    /// <summary>Whether the segment lacks an index that can be built. Of those that are too large the log is told, once.</summary>
    public bool CanBuild(SealedSegment segment, CollectionSchema schema)
    {
        bool can = false;
        foreach (FieldSchema field in schema.Fields)
        {
            if (LackedBy(segment, field) is { } column)
                can |= IsAllowed(segment, schema, field.Name, InvertedIndexWriter.EstimateBytes(column, segment.RowCount));
            can |= LacksText(segment, field);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            can |= LacksCodes(segment, vector);
            if (LacksGraph(segment, vector))
                can |= IsAllowed(segment, schema, vector.Name, GraphBytes(segment, vector));
            if (LacksIvf(segment, vector))
                can |= IsAllowed(segment, schema, vector.Name, IvfBuilder.EstimateBytes(vector, segment.RowCount));
            if (LacksSparseIndex(segment, vector))
                can |= IsAllowed(segment, schema, vector.Name, SparseIndexBytes(segment, vector));
        }

        return can;
    }

    /// <summary>About what the files of the indexes take that the segment lacks, in bytes.</summary>
    public static long MissingFileBytes(SealedSegment segment, CollectionSchema schema)
    {
        long bytes = 0;
        foreach (FieldSchema field in schema.Fields)
        {
            if (LackedBy(segment, field) is { } column)
                bytes += InvertedIndexWriter.EstimateFileBytes(column, segment.RowCount);
            if (TextsOf(segment, field) is { } texts)
                bytes += TextIndexWriter.EstimateFileBytes(texts, segment.RowCount);
        }

        foreach (VectorSchema vector in schema.Vectors)
        {
            if (LacksCodes(segment, vector))
                bytes += CodesWriter.EstimateFileBytes(vector, segment.RowCount);
            if (LacksGraph(segment, vector))
                bytes += HnswConstruction.EstimateFileBytes(segment.RowCount, GraphParameters.For(vector)!.Value.M);
            if (LacksIvf(segment, vector))
                bytes += IvfWriter.EstimateFileBytes(vector, segment.RowCount);
            if (LacksSparseIndex(segment, vector))
                bytes += SparseIndexWriter.EstimateFileBytes(segment.FindSparse(vector.Id)!, segment.RowCount);
        }

        return bytes;
    }

    /// <summary>Builds the missing inverted indexes.</summary>
    /// <param name="segment">Where they are missing.</param>
    /// <param name="schema">What asks for them.</param>
    /// <param name="reserve">Reserves memory for one; null when it is not to be built now.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    public void BuildInvertedIndexes(
        SealedSegment segment, CollectionSchema schema, Func<long, MemoryReservation?> reserve, CancellationToken cancellationToken)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (LackedBy(segment, field) is not { } column)
                continue;
            using MemoryReservation? reserved = reserve(InvertedIndexWriter.EstimateBytes(column, segment.RowCount));
            if (reserved is null)
                continue;
            Write(segment, CollectionFiles.InvertedIndexName(field.Id), FileKind.InvertedIndex, InvertedIndexWriter.Version, file =>
                InvertedIndexWriter.Write(file, column, segment.RowCount, cancellationToken));
            segment.AttachInvertedIndex(field, verify: false);
        }
    }

    /// <summary>Builds the missing text indexes, in as much memory as there may be of what they would like.</summary>
    /// <param name="segment">Where they are missing.</param>
    /// <param name="schema">What asks for them.</param>
    /// <param name="reserve">Reserves memory for one; null when it is not to be built now.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    public void BuildTextIndexes(
        SealedSegment segment, CollectionSchema schema, Func<long, MemoryReservation?> reserve, CancellationToken cancellationToken)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (TextsOf(segment, field) is not { } column)
                continue;
            long bytes = Math.Min(TextIndexWriter.EstimateBytes(column, segment.RowCount), memory.LargestWork);
            using MemoryReservation? reserved = reserve(bytes);
            if (reserved is null)
                continue;
            string name = CollectionFiles.TextIndexName(field.Id);
            using var runs = new FileRuns(fileSystem, Path.Combine(segment.Folder, name), bytes / 4 * 3);
            Write(segment, name, FileKind.Text, TextFormat.Version, file =>
                TextIndexWriter.Write(file, column, segment.RowCount, (TextIndexOptions)field.Index!, runs, cancellationToken));
            segment.AttachTextIndex(field, verify: false);
        }
    }

    /// <summary>Builds the missing indexes of sparse vectors.</summary>
    /// <param name="segment">Where they are missing.</param>
    /// <param name="schema">What asks for them.</param>
    /// <param name="reserve">Reserves memory for one; null when it is not to be built now.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    public void BuildSparseIndexes(
        SealedSegment segment, CollectionSchema schema, Func<long, MemoryReservation?> reserve, CancellationToken cancellationToken)
    {
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (!LacksSparseIndex(segment, vector))
                continue;
            using MemoryReservation? reserved = reserve(SparseIndexBytes(segment, vector));
            if (reserved is null)
                continue;
            Write(segment, CollectionFiles.SparseIndexName(vector.Id), SparseSections.Kind, SparseSections.Version, file =>
                SparseIndexWriter.Write(file, segment.FindSparse(vector.Id)!, segment.RowCount, cancellationToken));
            segment.AttachSparseIndex(vector, verify: false);
        }
    }

    /// <summary>Makes the missing codes.</summary>
    /// <param name="segment">Where they are missing.</param>
    /// <param name="schema">What asks for them.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    public void BuildCodes(SealedSegment segment, CollectionSchema schema, CancellationToken cancellationToken)
    {
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (!LacksCodes(segment, vector))
                continue;
            VectorColumn column = segment.FindVectors(vector.Id)!;
            Write(segment, CollectionFiles.CodesName(vector.Id), FileKind.Codes, CodesFormat.Version, file =>
                CodesWriter.Write(file, vector, column, cancellationToken));
            segment.AttachCodes(vector, verify: false);
        }
    }

    /// <summary>Builds the missing graphs.</summary>
    /// <param name="segment">Where they are missing.</param>
    /// <param name="schema">What asks for them.</param>
    /// <param name="sources">The segments that it was made of, whose graphs may be taken over; none when they are gone.</param>
    /// <param name="reserve">Reserves memory for one; null when it is not to be built now.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    /// <returns>Whether one was built.</returns>
    public bool BuildGraphs(
        SealedSegment segment,
        CollectionSchema schema,
        IReadOnlyList<MergeSource> sources,
        Func<long, MemoryReservation?> reserve,
        CancellationToken cancellationToken)
    {
        bool built = false;
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (!LacksGraph(segment, vector) || GraphParameters.For(vector) is not { } parameters)
                continue;
            using MemoryReservation? reserved = reserve(GraphBytes(segment, vector));
            if (reserved is null)
                continue;
            using HnswConstruction construction = Begin(segment, vector, parameters, MergedGraphs.FindReusable(sources, vector));
            using var growing = new GrowingGraph(construction);
            construction.Graph.Scratch.Memory = memory;
            segment.ShowGrowingGraph(vector, growing);
            try
            {
                HnswBuilder.Run(construction, threads, cancellationToken);
                Write(segment, CollectionFiles.GraphName(vector.Id), FileKind.Hnsw, HnswFormat.Version, file =>
                    HnswWriter.Write(file, construction.Graph, cancellationToken));
                segment.AttachGraph(vector, verify: false);
                built = true;
            }
            finally
            {
                segment.HideGrowingGraph(vector);
            }
        }

        return built;
    }

    private static HnswConstruction Begin(SealedSegment segment, VectorSchema vector, GraphParameters parameters, ReusedGraph? reused)
    {
        VectorColumn column = segment.FindVectors(vector.Id)!;
        if (segment.FindCodes(vector.Id) is { } codes)
            return HnswBuilder.Begin(codes, column, parameters.M, parameters.EfConstruction, reused: reused);
        VectorSpace space = VectorSpace.For(column.Layout, vector.Index.Metric);
        return HnswBuilder.Begin(space, column, parameters.M, parameters.EfConstruction, reused: reused);
    }

    /// <summary>Builds the missing IVF indexes.</summary>
    /// <param name="segment">Where they are missing.</param>
    /// <param name="schema">What asks for them.</param>
    /// <param name="reserve">Reserves memory for one; null when it is not to be built now.</param>
    /// <param name="cancellationToken">Gives up what is not finished.</param>
    public void BuildIvf(
        SealedSegment segment, CollectionSchema schema, Func<long, MemoryReservation?> reserve, CancellationToken cancellationToken)
    {
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (!LacksIvf(segment, vector))
                continue;
            using MemoryReservation? reserved = reserve(IvfBuilder.EstimateBytes(vector, segment.RowCount));
            if (reserved is null)
                continue;
            VectorColumn column = segment.FindVectors(vector.Id)!;
            IvfLists lists = IvfBuilder.Build(column, (IvfFlatIndexOptions)vector.Index, threads, cancellation: cancellationToken);
            Write(segment, CollectionFiles.IvfName(vector.Id), FileKind.Ivf, IvfFormat.Version, file =>
                IvfWriter.Write(file, lists, CodeForms.Of(vector), column, cancellationToken));
            segment.AttachIvf(vector, verify: false);
        }
    }

    /// <summary>The column of a field that is to have an inverted index in the segment and has none; otherwise null.</summary>
    private static Column? LackedBy(SealedSegment segment, FieldSchema field) =>
        field.Index is InvertedIndexOptions && segment.FindInvertedIndex(field.Id) is null ? segment.FindColumn(field.Id) : null;

    /// <summary>The column of a field that is to have a text index in the segment and has none; otherwise null.</summary>
    private static BytesColumn? TextsOf(SealedSegment segment, FieldSchema field) =>
        field.Index is TextIndexOptions && segment.FindTextIndexFile(field.Id) is null ? segment.FindColumn(field.Id) as BytesColumn : null;

    private static long SparseIndexBytes(SealedSegment segment, VectorSchema vector) =>
        SparseIndexWriter.EstimateBytes(segment.FindSparse(vector.Id)!, segment.RowCount);

    private long GraphBytes(SealedSegment segment, VectorSchema vector)
    {
        GraphParameters parameters = GraphParameters.For(vector)!.Value;
        return HnswConstruction.EstimateBytes(segment.RowCount, parameters.M, parameters.EfConstruction, threads);
    }

    private bool IsAllowed(SealedSegment segment, CollectionSchema schema, string field, long bytes)
    {
        if (bytes <= memory.LargestWork)
            return true;
        if (_tooLarge.Add($"{segment.Number}/{field}"))
        {
            long needed = (long)Math.Ceiling((decimal)bytes / memory.LargestWork * memory.Limit);
            EngineLog.IndexTooLarge(logger, field, schema.Name, segment.Number, segment.RowCount, bytes, needed, memory.Limit);
        }

        return false;
    }

    /// <summary>Writes a file beside a segment's others, durably.</summary>
    public void Write(SealedSegment segment, string name, FileKind kind, ushort version, Action<SectionFileWriter> write)
    {
        string path = Path.Combine(segment.Folder, name);
        fileSystem.DeleteFile(path);
        try
        {
            using var file = new SectionFileWriter(fileSystem, path, kind, version);
            write(file);
            file.Finish();
        }
        catch (OperationCanceledException)
        {
            fileSystem.DeleteFile(path);
            throw;
        }

        fileSystem.SyncDirectory(segment.Folder);
    }
}
