namespace Zvec.Engine.Storage;

/// <summary>Deletes files and folders that are of no more use. Windows refuses to delete a file that somebody has mapped, as readers in
/// other processes may: it is left then, and tried again later.</summary>
/// <remarks>What is left is in nobody's way, for names that are taken are passed over, and the next opening removes what no manifest
/// names.</remarks>
internal sealed class FileRemoval(IFileSystem fileSystem)
{
    private readonly Lock _lock = new();
    private readonly List<(string Path, bool IsFolder)> _left = [];

    public void DeleteFile(string path) => Delete((path, IsFolder: false));

    /// <summary>Deletes a folder with all that is in it.</summary>
    public void DeleteDirectory(string path) => Delete((path, IsFolder: true));

    /// <summary>Tries again what could not be deleted before.</summary>
    public void TryAgain()
    {
        lock (_lock)
        {
            if (_left.Count == 0)
                return;
            (string Path, bool IsFolder)[] left = [.. _left];
            _left.Clear();
            foreach ((string Path, bool IsFolder) one in left)
                Delete(one);
        }
    }

    /// <summary>Leaves the files of a folder that could not be deleted to the next opening: their names are about to be used
    /// again.</summary>
    public void GiveUp(string folder)
    {
        lock (_lock)
            _left.RemoveAll(one => !one.IsFolder && Path.GetDirectoryName(one.Path) == folder);
    }

    private void Delete((string Path, bool IsFolder) one)
    {
        try
        {
            if (one.IsFolder)
                fileSystem.DeleteDirectory(one.Path);
            else
                fileSystem.DeleteFile(one.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            lock (_lock)
                _left.Add(one);
        }
    }
}
