namespace Zvec.VectorData.Tests.Support;

/// <summary>A folder of the test's own, removed at the end.</summary>
public sealed class TemporaryPlace : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("zvec-beside-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
