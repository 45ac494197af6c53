using System.Diagnostics;
using System.Text;
using Zvec.Engine.Storage;

namespace Zvec.Engine.Tests.Storage;

public sealed unsafe class PhysicalFileSystemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PhysicalFileSystem _files = PhysicalFileSystem.Instance;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Written_bytes_are_in_the_file_before_it_is_closed()
    {
        using IWritableFile file = _files.Create(_folder["a"]);
        file.Write("hello "u8);
        file.Write("world"u8);
        Assert.Equal(11, file.Length);
        Assert.Equal(11, _files.GetLength(_folder["a"]));
        Assert.Equal("hello world"u8.ToArray(), _files.ReadAllBytes(_folder["a"]));
        file.Sync();
    }

    [Fact]
    public void Create_refuses_a_file_that_exists()
    {
        _files.Create(_folder["a"]).Dispose();
        Assert.Throws<IOException>(() => _files.Create(_folder["a"]));
    }

    [Fact]
    public void Append_goes_on_behind_the_given_length_and_cuts_the_rest()
    {
        Write("a", "0123456789");
        using (IWritableFile file = _files.OpenAppend(_folder["a"], 4))
        {
            Assert.Equal(4, file.Length);
            file.Write("xyz"u8);
            file.Sync();
        }

        Assert.Equal("0123xyz", Encoding.UTF8.GetString(_files.ReadAllBytes(_folder["a"])));
    }

    [Fact]
    public void Append_refuses_a_file_that_is_missing_or_shorter()
    {
        Write("a", "0123");
        Assert.Throws<FileNotFoundException>(() => _files.OpenAppend(_folder["none"], 0));
        Assert.Throws<IOException>(() => _files.OpenAppend(_folder["a"], 5));
    }

    [Fact]
    public void Rename_replaces_the_target()
    {
        Write("a", "new");
        Write("b", "old");
        _files.Rename(_folder["a"], _folder["b"]);
        _files.SyncDirectory(_folder.Path);
        Assert.False(_files.FileExists(_folder["a"]));
        Assert.Equal("new"u8.ToArray(), _files.ReadAllBytes(_folder["b"]));
    }

    [Fact]
    public void Mapped_bytes_are_those_of_the_file_and_outlive_its_name_on_unix()
    {
        byte[] content = new byte[100_000];
        new Random(1).NextBytes(content);
        using (IWritableFile file = _files.Create(_folder["a"]))
        {
            file.Write(content);
        }

        using IMappedFile map = _files.Map(_folder["a"]);
        Assert.Equal(content.Length, map.Length);
        Assert.Equal(0, (long)map.Pointer % 64);
        if (!OperatingSystem.IsWindows())
            _files.DeleteFile(_folder["a"]);
        Assert.True(content.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(map.Pointer, content.Length)));
        map.Dispose();
    }

    [Fact]
    public void A_large_file_is_read_past_the_map_and_reads_the_same_after_its_memory_is_given_back()
    {
        byte[] content = new byte[PhysicalMappedFile.LargeBytes + 12_345];
        new Random(2).NextBytes(content);
        using (IWritableFile file = _files.Create(_folder["large"]))
            file.Write(content);
        using IMappedFile map = _files.Map(_folder["large"]);
        byte[] read = new byte[5_000];
        foreach (int offset in new[] { 0, 1, 4_095, 1_000_000, content.Length - read.Length })
        {
            Assert.True(map.TryRead(offset, read));
            Assert.True(content.AsSpan(offset, read.Length).SequenceEqual(read));
        }

        Assert.Throws<EndOfStreamException>(() => map.TryRead(content.Length - read.Length + 1, read));
        foreach ((long offset, long length) in new[] { (0L, map.Length), (5_000L, 100_000L), (4_097L, 10L), (map.Length - 1, 1L) })
        {
            map.Forget(offset, length);
            Assert.True(content.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(map.Pointer, content.Length)));
        }

        map.Dispose();
    }

    [Fact]
    public void In_small_memory_files_of_256_KiB_are_large()
    {
        PhysicalFileSystem disk = PhysicalFileSystem.WithMode(UnixFileMode.UserRead | UnixFileMode.UserWrite, smallMemory: true);
        byte[] content = new byte[PhysicalMappedFile.LargeBytesInSmallMemory];
        new Random(2).NextBytes(content);
        foreach (int length in new[] { content.Length, content.Length - 1 })
        {
            string path = _folder[$"{length}"];
            using (IWritableFile file = disk.Create(path))
                file.Write(content.AsSpan(0, length));
            using IMappedFile map = disk.Map(path);
            byte[] read = new byte[5_000];
            Assert.Equal(length == content.Length, map.TryRead(100, read));
            if (length == content.Length)
                Assert.True(content.AsSpan(100, read.Length).SequenceEqual(read));
            map.Forget(0, map.Length);
            Assert.True(content.AsSpan(0, length).SequenceEqual(new ReadOnlySpan<byte>(map.Pointer, length)));
            using IMappedFile ordinary = _files.Map(path);
            Assert.False(ordinary.TryRead(100, read));
        }
    }

    [Fact]
    public void A_small_file_is_read_where_it_is_mapped()
    {
        Write("a", "content");
        using IMappedFile map = _files.Map(_folder["a"]);
        Assert.False(map.TryRead(0, new byte[3]));
        map.Forget(0, map.Length);
        Assert.Equal("content"u8, new ReadOnlySpan<byte>(map.Pointer, 7));
    }

    [Fact]
    public void An_empty_file_maps_to_nothing()
    {
        Write("a", "");
        using IMappedFile map = _files.Map(_folder["a"]);
        Assert.Equal(0, map.Length);
        Assert.True(new ReadOnlySpan<byte>(map.Pointer, 0).IsEmpty);
    }

    [Fact]
    public void A_missing_file_does_not_map() => Assert.Throws<FileNotFoundException>(() => _files.Map(_folder["none"]));

    [Fact]
    public void Listing_a_missing_folder_is_empty_and_deleting_it_does_nothing()
    {
        Assert.Empty(_files.GetFiles(_folder["none"]));
        Assert.Empty(_files.GetDirectories(_folder["none"]));
        _files.DeleteDirectory(_folder["none"]);
        _files.DeleteFile(Path.Combine(_folder["none"], "file"));
        _files.DeleteFile(_folder["file"]);
    }

    [Fact]
    public void Folders_are_made_with_their_parents_and_deleted_with_their_content()
    {
        string inner = Path.Combine(_folder["x"], "y");
        _files.CreateDirectory(inner);
        _files.CreateDirectory(inner);
        _files.Create(Path.Combine(inner, "f")).Dispose();
        Assert.Equal([inner], _files.GetDirectories(_folder["x"]));
        Assert.Equal([Path.Combine(inner, "f")], _files.GetFiles(inner));
        _files.DeleteDirectory(_folder["x"]);
        Assert.False(_files.DirectoryExists(_folder["x"]));
    }

    [Fact]
    public void Syncing_a_missing_folder_fails_on_unix()
    {
        if (!OperatingSystem.IsWindows())
            Assert.Contains(
                "'" + _folder["none"] + "'", Assert.Throws<IOException>(() => _files.SyncDirectory(_folder["none"])).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Files_and_folders_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        _files.CreateDirectory(_folder["d"]);
        _files.Create(_folder["f"]).Dispose();
        _files.TryLock(_folder["l"], out _)!.Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder["d"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["f"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["l"]));
    }

    [Fact]
    public void A_lock_is_held_once_and_can_be_taken_again_after_it_is_let_go()
    {
        IDisposable? first = _files.TryLock(_folder["LOCK"], out _);
        Assert.NotNull(first);
        Assert.Null(_files.TryLock(_folder["LOCK"], out _));
        if (!OperatingSystem.IsWindows())
            Assert.Equal($"{Environment.ProcessId}\n", Encoding.ASCII.GetString(ReadAsOtherProgram(_folder["LOCK"])));
        first.Dispose();
        first.Dispose();
        using IDisposable? second = _files.TryLock(_folder["LOCK"], out _);
        Assert.NotNull(second);
        Assert.True(_files.FileExists(_folder["LOCK"]));
    }

    [Fact]
    public void A_lock_that_another_process_holds_is_not_taken()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
            return;
        File.WriteAllText(_folder["LOCK"], "");
        using Process other = Process.Start(new ProcessStartInfo("/usr/bin/flock", [_folder["LOCK"], "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());
        Assert.Null(_files.TryLock(_folder["LOCK"], out _));
        other.StandardInput.WriteLine();
        other.WaitForExit();
        using IDisposable? taken = _files.TryLock(_folder["LOCK"], out _);
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_lock_in_a_missing_folder_is_an_error_and_not_held()
    {
        Assert.Throws<DirectoryNotFoundException>(() => _files.TryLock(Path.Combine(_folder["none"], "LOCK"), out _));
        _files.CreateDirectory(_folder["none"]);
        using IDisposable? taken = _files.TryLock(Path.Combine(_folder["none"], "LOCK"), out _);
        Assert.NotNull(taken);
    }

    // another .NET handle would ask for a shared lock; other programs do not
    private static byte[] ReadAsOtherProgram(string path)
    {
        using Process cat = Process.Start(new ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true })!;
        string text = cat.StandardOutput.ReadToEnd();
        cat.WaitForExit();
        return Encoding.ASCII.GetBytes(text);
    }

    private void Write(string name, string text)
    {
        using IWritableFile file = _files.Create(_folder[name]);
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}
