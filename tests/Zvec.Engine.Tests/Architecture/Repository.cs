namespace Zvec.Engine.Tests.Architecture;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    private const string Solution = "Zvec.VectorData.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>The C# files below a folder, with their paths from that folder; what builds leave behind is left out.</summary>
    public static IReadOnlyList<SourceFile> Sources(string folder)
    {
        string top = Path.Combine(Root, folder);
        return
        [
            .. Directory.EnumerateFiles(top, "*.cs", SearchOption.AllDirectories)
                .Select(path => (Full: path, Relative: Path.GetRelativePath(top, path).Replace('\\', '/')))
                .Where(path => !path.Relative.Split('/').Any(part => part is "bin" or "obj"))
                .OrderBy(path => path.Relative, StringComparer.Ordinal)
                .Select(path => new SourceFile(path.Relative, File.ReadAllText(path.Full))),
        ];
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds {Solution}: these tests read the sources and run inside the repository.");
    }
}
