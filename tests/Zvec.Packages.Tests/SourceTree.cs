namespace Zvec.Packages.Tests;

/// <summary>A copy of the sources that packages are made of, as a clone from a public address has them.</summary>
internal static class SourceTree
{
    public const string Address = "https://github.com/example/zvec";
    public const string Revision = "0123456789abcdef0123456789abcdef01234567";

    private static readonly string[] Folders = ["src", "assets"];
    private static readonly string[] Built = ["bin", "obj"];

    /// <summary>Copies the sources as they are now, committed or not.</summary>
    public static void Copy(string target)
    {
        string root = Repository.Root;
        Directory.CreateDirectory(target);
        // in a worktree, .git is a file
        foreach (string file in Directory.EnumerateFiles(root).Where(file => Path.GetExtension(file) is not ".sln" and not ".git"))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (string folder in Folders)
            CopyFolder(new DirectoryInfo(Path.Combine(root, folder)), Path.Combine(target, folder));
        WriteSolution(target);
        WriteClone(Directory.CreateDirectory(Path.Combine(target, ".git")).FullName);
    }

    private static void CopyFolder(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (FileInfo file in source.EnumerateFiles())
            file.CopyTo(Path.Combine(target, file.Name));
        foreach (DirectoryInfo folder in source.EnumerateDirectories().Where(folder => !Built.Contains(folder.Name)))
            CopyFolder(folder, Path.Combine(target, folder.Name));
    }

    /// <summary>A solution without tests and samples, which make no packages, and would be restored all the same.</summary>
    private static void WriteSolution(string target)
    {
        IEnumerable<string> projects = Directory
            .EnumerateFiles(Path.Combine(target, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => $"  <Project Path=\"{Path.GetRelativePath(target, project).Replace('\\', '/')}\" />");
        File.WriteAllLines(Path.Combine(target, "Packages.slnx"), ["<Solution>", .. projects, "</Solution>"]);
    }

    /// <summary>What a build reads of a clone: the revision that is checked out, and where it came from. Git itself need not be
    /// installed.</summary>
    private static void WriteClone(string git)
    {
        Directory.CreateDirectory(Path.Combine(git, "objects"));
        Directory.CreateDirectory(Path.Combine(git, "refs"));
        File.WriteAllText(Path.Combine(git, "HEAD"), $"{Revision}\n");
        File.WriteAllLines(
            Path.Combine(git, "config"), ["[core]", "repositoryformatversion = 0", "[remote \"origin\"]", $"url = {Address}.git"]);
    }
}
