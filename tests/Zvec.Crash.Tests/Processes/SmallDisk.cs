using System.ComponentModel;
using System.Diagnostics;

namespace Zvec.Crash.Tests.Processes;

/// <summary>A disk of a few megabytes, mounted for one test: in memory (tmpfs), or ext4 in a file.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _mountPoint;
    private bool _isMounted = true;

    private SmallDisk(string mountPoint)
    {
        _mountPoint = mountPoint;
    }

    public string this[string name] => Path.Combine(_mountPoint, name);

    /// <summary>Mounts a disk in memory, or skips the test where that is not allowed.</summary>
    /// <param name="folder">Where to mount it.</param>
    /// <param name="bytes">Its size.</param>
    public static SmallDisk InMemory(string folder, int bytes)
    {
        Directory.CreateDirectory(folder);
        SkipUnless("mount", "-t", "tmpfs", "-o", $"size={bytes}", "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Mounts an ext4 file system, or skips the test where that is not allowed.</summary>
    /// <param name="folder">Where to mount it; its image is made beside it.</param>
    /// <param name="bytes">Its size.</param>
    public static SmallDisk Ext4(string folder, int bytes)
    {
        string image = folder + ".image";
        using (FileStream file = File.Create(image))
            file.SetLength(bytes);
        Directory.CreateDirectory(folder);
        SkipUnless("mkfs.ext4", "-q", "-F", "-m", "0", image);
        SkipUnless("mount", "-o", "loop", image, folder);
        return new SmallDisk(folder);
    }

    /// <summary>Unmounts the disk, which works only when no file on it is open or mapped any more.</summary>
    public void Unmount()
    {
        (int code, string errors) = Run("umount", _mountPoint);
        Assert.True(code == 0, errors);
        _isMounted = false;
    }

    /// <summary>Takes the disk away even while files on it are in use, as they are when a test fails.</summary>
    public void Dispose()
    {
        if (_isMounted)
            Run("umount", "--lazy", _mountPoint);
    }

    private static void SkipUnless(string program, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Small disks are mounted on Linux only.");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount a small disk.");
        (int code, string errors) = Run(program, arguments);
        Assert.SkipUnless(code == 0, $"A small disk cannot be mounted here: {program}: {errors}");
    }

    private static (int Code, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, errors.Trim());
        }
        catch (Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }
}
