namespace Zvec.Packages.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    private const string Solution = "Zvec.VectorData.sln";

    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds {Solution}: these tests pack the sources and run inside the repository.");
    }
}
