using System.Diagnostics;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Golden;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Security;

/// <summary>Who may read and write the files and folders of a collection, on Unix.</summary>
public sealed class FileModeTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const UnixFileMode Enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Owner, Owner | UnixFileMode.UserExecute)]
    [InlineData(Owner | UnixFileMode.GroupRead, Owner | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute)]
    [InlineData(Owner | Group | Others, Owner | Group | Others | Enter)]
    public async Task Every_file_and_folder_has_the_mode_that_was_asked_for(UnixFileMode mode, UnixFileMode folderMode)
    {
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode umask = Umask();
        string path = _folder["c"];
        var options = new CollectionOptions { BackgroundMaintenance = false, FileMode = mode };
        using (Collection collection = Collection.Create(path, GoldenContent.Schema(), options))
        {
            Check();
            await collection.InsertAsync(Enumerable.Range(0, 40).Select(i => GoldenContent.Document(i, 0)));
            await collection.FlushAsync();
            Check();
            await collection.DeleteAsync([GoldenContent.Key(3)]);
            await collection.InsertAsync(Enumerable.Range(40, 40).Select(i => GoldenContent.Document(i, 0)));
            await collection.FlushAsync();
            Check();
            await collection.OptimizeAsync();
            Check();
            Assert.Contains(
                Directory.GetFiles(path, "*", SearchOption.AllDirectories), file => file.EndsWith(".hnsw", StringComparison.Ordinal));
        }

        using (Collection reopened = Collection.Open(path, options))
        {
            await reopened.UpsertAsync([GoldenContent.Document(1, 1)]);
            await reopened.FlushAsync();
            Check();
            await reopened.CopyAsync(
                _folder["copy"], new CopyOptions { Options = options }, cancellationToken: TestContext.Current.CancellationToken);
        }

        Check();
        path = _folder["copy"];
        Check();

        void Check()
        {
            foreach (string folder in Directory.GetDirectories(path, "*", SearchOption.AllDirectories).Append(path))
                Assert.Equal((folder, folderMode & ~umask), (folder, File.GetUnixFileMode(folder)));
            foreach (string file in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
                Assert.Equal((file, mode & ~umask), (file, File.GetUnixFileMode(file)));
        }
    }

    [Theory]
    [InlineData(Owner)]
    [InlineData(Owner | Group | Others)]
    public void A_copied_file_has_the_mode_that_was_asked_for_and_not_that_of_its_source(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode umask = Umask();
        PhysicalFileSystem disk = PhysicalFileSystem.WithMode(mode);
        byte[] bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(_folder["source"], bytes);
        foreach (UnixFileMode ofSource in (UnixFileMode[])[Owner, Owner | Group | Others, UnixFileMode.UserRead])
        {
            File.SetUnixFileMode(_folder["source"], ofSource);
            disk.CopyFile(_folder["source"], _folder["target"]);
            Assert.Equal(mode & ~umask, File.GetUnixFileMode(_folder["target"]));
            Assert.Equal(bytes, File.ReadAllBytes(_folder["target"]));
            Assert.Throws<IOException>(() => disk.CopyFile(_folder["source"], _folder["target"]));
            disk.DeleteFile(_folder["target"]);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.None)]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserWrite | Group)]
    [InlineData(Owner | UnixFileMode.UserExecute)]
    [InlineData(Owner | UnixFileMode.SetUser)]
    [InlineData(Owner | UnixFileMode.StickyBit)]
    public void A_mode_that_files_cannot_have_is_refused(UnixFileMode mode)
    {
        var exception = Assert.Throws<ZvecException>(() =>
            Collection.Create(_folder["c"], GoldenContent.SmallSchema(KeyType.Int32), new CollectionOptions { FileMode = mode }));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("FileMode", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["c"]));
    }

    [Fact]
    public void The_lock_file_holds_the_process_id_and_nothing_else()
    {
        Collection.Create(_folder["c"], GoldenContent.SmallSchema(KeyType.Int32)).Dispose();
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(Path.Combine(_folder["c"], "LOCK")));
        File.WriteAllText(Path.Combine(_folder["c"], "LOCK"), new string('x', 1000));
        Collection.Open(_folder["c"]).Dispose();
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(Path.Combine(_folder["c"], "LOCK")));
    }

    /// <summary>What the process's umask takes away; a child has the same.</summary>
    private static UnixFileMode Umask()
    {
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "umask"]) { RedirectStandardOutput = true })!;
        string octal = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (UnixFileMode)Convert.ToInt32(octal.Trim(), 8);
    }
}
