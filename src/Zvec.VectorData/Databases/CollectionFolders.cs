using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zvec.VectorData.Databases;

/// <summary>Maps collection names, which are arbitrary text, to folders inside a store's folder, and back.</summary>
/// <remarks>
/// Lower-case letters, digits, '-' and '_' stand for themselves; every other UTF-16 code unit becomes <c>%xx</c> or <c>%uxxxx</c>. What
/// comes out is the same on a file system that ignores letter case, holds no separator and no dot, and can be read back. The first letter
/// of a name that Windows reserves for a device is escaped too. A name too long for a folder gets one made from its hash, and the name
/// itself is kept beside the collection in a file.
/// </remarks>
internal static class CollectionFolders
{
    private const int MaxEncodedLength = 180;
    private const char HashMark = '~';
    private const string LongNameFile = "name";
    private const string LongNameData = "data";

    /// <summary>The folder inside the store's folder that belongs to a collection.</summary>
    public static string FolderOf(string collectionName)
    {
        string encoded = Encode(collectionName);
        if (encoded.Length <= MaxEncodedLength)
            return encoded;

        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(encoded));
        return HashMark + Convert.ToHexStringLower(hash);
    }

    /// <summary>The folder that the engine's files are in.</summary>
    public static string DataPath(string storePath, string collectionName)
    {
        string folder = FolderOf(collectionName);
        string path = Path.Combine(storePath, folder);
        return folder[0] == HashMark ? Path.Combine(path, LongNameData) : path;
    }

    /// <summary>Prepares the folder of a collection that is about to be created.</summary>
    /// <param name="storePath">The store's folder.</param>
    /// <param name="collectionName">The collection's name.</param>
    /// <param name="fileMode">The mode of files that are made, on Unix; who may read them may enter the folders.</param>
    public static void Prepare(string storePath, string collectionName, UnixFileMode fileMode)
    {
        CreateFolder(storePath, fileMode);
        string folder = FolderOf(collectionName);
        if (folder[0] != HashMark)
            return;

        string path = Path.Combine(storePath, folder);
        CreateFolder(path, fileMode);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = fileMode;
        using var file = new StreamWriter(Path.Combine(path, LongNameFile), options);
        file.Write(Encode(collectionName));
    }

    /// <summary>Removes what a dropped collection leaves behind.</summary>
    public static void Clean(string storePath, string collectionName)
    {
        string folder = FolderOf(collectionName);
        string path = Path.Combine(storePath, folder);
        if (folder[0] == HashMark && Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>The names of the collections in a store's folder; folders that hold no collection are passed over.</summary>
    public static List<string> List(string storePath)
    {
        var names = new List<string>();
        if (!Directory.Exists(storePath))
            return names;

        foreach (string path in Directory.EnumerateDirectories(storePath))
        {
            string? name = NameOf(storePath, Path.GetFileName(path));
            if (name is not null && EngineCollections.Exists(DataPath(storePath, name)))
                names.Add(name);
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    internal static string Encode(string name)
    {
        var encoded = new StringBuilder(name.Length + 16);
        int start = 0;
        if (IsReservedName(name))
        {
            Escape(encoded, name[0]);
            start = 1;
        }

        foreach (char c in name.AsSpan(start))
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_')
                encoded.Append(c);
            else
                Escape(encoded, c);
        }

        return encoded.ToString();
    }

    /// <summary>The name that a folder stands for, or null when no name is encoded like that.</summary>
    internal static string? Decode(string folder)
    {
        var name = new StringBuilder(folder.Length);
        for (int i = 0; i < folder.Length; i++)
        {
            if (folder[i] != '%')
            {
                name.Append(folder[i]);
                continue;
            }

            bool wide = i + 1 < folder.Length && folder[i + 1] == 'u';
            int digits = wide ? 4 : 2;
            i += wide ? 2 : 1;
            if (i + digits > folder.Length
                || !ushort.TryParse(folder.AsSpan(i, digits), NumberStyles.AllowHexSpecifier, null, out ushort unit))
            {
                return null;
            }

            name.Append((char)unit);
            i += digits - 1;
        }

        string decoded = name.ToString();
        return decoded.Length > 0 && Encode(decoded) == folder ? decoded : null;
    }

    private static void CreateFolder(string path, UnixFileMode fileMode)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode(fileMode));
    }

    private static UnixFileMode FolderMode(UnixFileMode fileMode) => fileMode
        | Entered(fileMode, UnixFileMode.UserRead, UnixFileMode.UserExecute)
        | Entered(fileMode, UnixFileMode.GroupRead, UnixFileMode.GroupExecute)
        | Entered(fileMode, UnixFileMode.OtherRead, UnixFileMode.OtherExecute);

    private static UnixFileMode Entered(UnixFileMode fileMode, UnixFileMode read, UnixFileMode enter) =>
        fileMode.HasFlag(read) ? enter : UnixFileMode.None;

    private static string? NameOf(string storePath, string folder)
    {
        if (folder.Length == 0 || folder[0] != HashMark)
            return Decode(folder);

        string file = Path.Combine(storePath, folder, LongNameFile);
        string? name = File.Exists(file) ? Decode(File.ReadAllText(file)) : null;
        return name is not null && FolderOf(name) == folder ? name : null;
    }

    private static void Escape(StringBuilder encoded, char c)
    {
        if (c <= 0xFF)
            encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:x2}");
        else
            encoded.Append(CultureInfo.InvariantCulture, $"%u{(int)c:x4}");
    }

    private static bool IsReservedName(string name) => name switch
    {
        "con" or "prn" or "aux" or "nul" => true,
        { Length: 4 } => (name.StartsWith("com", StringComparison.Ordinal) || name.StartsWith("lpt", StringComparison.Ordinal))
            && char.IsAsciiDigit(name[3]),
        _ => false,
    };
}
