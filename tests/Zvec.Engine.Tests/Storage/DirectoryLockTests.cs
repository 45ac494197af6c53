using System.Diagnostics;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

public sealed class DirectoryLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PhysicalFileSystem _files = PhysicalFileSystem.Instance;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_lock_file_that_is_deleted_while_it_is_held_does_not_let_a_second_holder_in()
    {
        if (OperatingSystem.IsWindows())
            return; // there it cannot be deleted
        string collection = _folder["c"];
        _files.CreateDirectory(collection);
        Directory.CreateSymbolicLink(_folder["alias"], collection);
        string alias = Path.Combine(_folder["alias"], "LOCK");
        using (_files.TryLock(Path.Combine(collection, "LOCK"), out _))
        {
            // by another name, as another process would have it: this one knows what it has locked
            Assert.Null(_files.TryLock(alias, out int? holder));
            Assert.Equal(Environment.ProcessId, holder);
            File.Delete(alias);
            Assert.Null(_files.TryLock(alias, out holder));
            Assert.Null(holder);
            Assert.False(File.Exists(alias));
        }

        using IDisposable? second = _files.TryLock(alias, out _);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_folder_that_another_process_has_locked_is_not_taken()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
            return;
        string collection = _folder["c"];
        _files.CreateDirectory(collection);
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/flock", [collection, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());
        Assert.Null(_files.TryLock(Path.Combine(collection, "LOCK"), out _));
        other.StandardInput.WriteLine();
        other.WaitForExit();
        using IDisposable? taken = _files.TryLock(Path.Combine(collection, "LOCK"), out _);
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_collection_is_dropped_with_its_lock_and_its_folder()
    {
        var schema = new CollectionSchema("c") { Fields = { new FieldSchema("n", DataType.Int32) } };
        using (Collection.Create(_folder["c"], schema))
        {
            ZvecException locked = Assert.Throws<ZvecException>(() => Collection.Drop(_folder["c"]));
            Assert.Equal(ZvecErrorCode.Locked, locked.Code);
        }

        Collection.Drop(_folder["c"]);
        Assert.False(Directory.Exists(_folder["c"]));
        using (Collection.Create(_folder["c"], schema))
            File.WriteAllText(Path.Combine(_folder["c"], "notes.txt"), "not the collection's");
        Collection.Drop(_folder["c"]);
        Assert.Equal(["notes.txt"], Directory.GetFileSystemEntries(_folder["c"]).Select(Path.GetFileName));
    }
}
