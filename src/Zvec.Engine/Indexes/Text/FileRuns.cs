using Zvec.Engine.Primitives;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Text;

/// <summary>Files beside a text index that is being written, with what does not fit into memory meanwhile. They are gone when this is
/// disposed; what a crash leaves of them is removed as every temporary file is.</summary>
/// <param name="fileSystem">Where the files are.</param>
/// <param name="path">The index.</param>
/// <param name="memoryBytes">The memory that gathering may take.</param>
internal sealed class FileRuns(IFileSystem fileSystem, string path, long memoryBytes) : IDisposable
{
    /// <summary>The only section of a run: per term a varint of the term's length, the term, varints of its rows, of the bytes of its
    /// rows and of those of its positions, and those bytes.</summary>
    public const uint Section = 1;

    private const int GlanceTerms = 1 << 10;

    private readonly List<string> _paths = [];
    private readonly List<SectionFileReader> _files = [];

    /// <summary>The memory that gathering may take.</summary>
    public long MemoryBytes => memoryBytes;

    /// <summary>How many there are.</summary>
    public int Count => _paths.Count;

    /// <summary>Puts a run aside.</summary>
    public void Add(BuilderRun run, CancellationToken cancellation)
    {
        string runPath = $"{path}.{_paths.Count}{AtomicFile.TemporarySuffix}";
        fileSystem.DeleteFile(runPath);
        _paths.Add(runPath);
        using var file = new SectionFileWriter(fileSystem, runPath, FileKind.Text, TextFormat.Version);
        var head = new ByteWriter();
        file.BeginSection(Section);
        for (int term = 0; run.Next(); term++)
        {
            if (term % GlanceTerms == 0)
                cancellation.ThrowIfCancellationRequested();
            head.Clear();
            head.WriteVarint((ulong)run.Term.Length);
            head.WriteBytes(run.Term);
            head.WriteVarint((ulong)run.Count);
            head.WriteVarint((ulong)run.Lengths.Rows);
            head.WriteVarint((ulong)run.Lengths.Positions);
            file.Write(head.Written);
            run.WriteRows(file);
            run.WritePositions(file);
        }

        file.EndSection();
        file.Finish();
    }

    /// <summary>The runs, in their order; they are valid until this is disposed.</summary>
    public IEnumerable<TermRun> Open()
    {
        foreach (string runPath in _paths)
        {
            var file = new SectionFileReader(fileSystem, runPath, FileKind.Text, TextFormat.Version, verify: false);
            _files.Add(file);
            yield return new FileRun(file.GetSection(Section));
        }
    }

    public void Dispose()
    {
        foreach (SectionFileReader file in _files)
            file.Dispose();
        _files.Clear();
        foreach (string runPath in _paths)
            fileSystem.DeleteFile(runPath);
        _paths.Clear();
    }
}
