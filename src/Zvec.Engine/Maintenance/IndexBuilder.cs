using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;
using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Segments;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Maintenance;

/// <summary>Builds the indexes that the schema asks for and a sealed segment lacks, beside the segment, and takes them into use.</summary>
internal sealed class IndexBuilder(IFileSystem fileSystem, int threads)
{
    /// <summary>A segment of fewer vectors is scanned sooner than a graph of it is walked.</summary>
    private const int SmallestGraph = 1_000;

    /// <summary>Whether the segment is to have a graph of the field, and has none.</summary>
    public static bool LacksGraph(Segment segment, VectorSchema vector) =>
        segment.FindGraph(vector.Id) is null
        && segment.FindVectors(vector.Id) is { } column
        && ParametersOf(vector) is { } parameters
        && (column.Present?.CountSet() ?? column.Count) > parameters.Threshold;

    public static bool LacksGraph(Segment segment, CollectionSchema schema) => schema.Vectors.Any(vector => LacksGraph(segment, vector));

    /// <summary>Builds the missing inverted indexes.</summary>
    public void BuildInvertedIndexes(SealedSegment segment, CollectionSchema schema)
    {
        foreach (FieldSchema field in schema.Fields)
        {
            if (field.Index is not InvertedIndexOptions
                || segment.FindInvertedIndex(field.Id) is not null
                || segment.FindColumn(field.Id) is not { } column)
            {
                continue;
            }

            Write(segment, CollectionFiles.InvertedIndexName(field.Id), FileKind.InvertedIndex, InvertedIndexWriter.Version, file =>
                InvertedIndexWriter.Write(file, column, segment.RowCount));
            segment.AttachInvertedIndex(field, verify: false);
        }
    }

    /// <summary>Builds the missing graphs.</summary>
    public void BuildGraphs(SealedSegment segment, CollectionSchema schema, CancellationToken cancellationToken)
    {
        foreach (VectorSchema vector in schema.Vectors)
        {
            if (!LacksGraph(segment, vector) || ParametersOf(vector) is not { } parameters)
                continue;
            VectorColumn column = segment.FindVectors(vector.Id)!;
            using HnswGraph graph = HnswBuilder.Build(
                VectorSpace.For(column.Layout, vector.Index.Metric),
                column,
                parameters.M,
                parameters.EfConstruction,
                threads,
                cancellation: cancellationToken);
            Write(segment, CollectionFiles.GraphName(vector.Id), FileKind.Hnsw, HnswFormat.Version, file => HnswWriter.Write(file, graph));
            segment.AttachGraph(vector, verify: false);
        }
    }

    private static GraphParameters? ParametersOf(VectorSchema vector) => vector.Index switch
    {
        HnswIndexOptions hnsw => new GraphParameters(hnsw.M, hnsw.EfConstruction, SmallestGraph),
        DynamicIndexOptions dynamic => new GraphParameters(dynamic.M, dynamic.EfConstruction, dynamic.Threshold),
        _ => null,
    };

    private void Write(SealedSegment segment, string name, FileKind kind, ushort version, Action<SectionFileWriter> write)
    {
        string path = Path.Combine(segment.Folder, name);
        fileSystem.DeleteFile(path);
        using (var file = new SectionFileWriter(fileSystem, path, kind, version))
        {
            write(file);
            file.Finish();
        }

        fileSystem.SyncDirectory(segment.Folder);
    }

    /// <param name="M">Links per vector.</param>
    /// <param name="EfConstruction">Candidates examined per vector.</param>
    /// <param name="Threshold">Vectors up to which there is no graph.</param>
    private readonly record struct GraphParameters(int M, int EfConstruction, int Threshold);
}
