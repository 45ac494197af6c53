using System.IO.Compression;
using System.Xml.Linq;

namespace Zvec.Packages.Tests;

/// <summary>What is in a package.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    private Package(string path) => _archive = ZipFile.OpenRead(path);

    public IReadOnlyList<string> Files => [.. _archive.Entries.Select(entry => entry.FullName)];

    /// <summary>The description of the package, without its namespace.</summary>
    public XElement Metadata
    {
        get
        {
            using Stream nuspec = Open(Files.Single(file => file.EndsWith(".nuspec", StringComparison.Ordinal)));
            XElement root = XDocument.Load(nuspec).Root!;
            foreach (XElement element in root.DescendantsAndSelf())
                element.Name = element.Name.LocalName;
            return root.Element("metadata")!;
        }
    }

    /// <summary>Opens the one package with an id in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="id">The id.</param>
    /// <param name="extension"><c>nupkg</c>, or <c>snupkg</c> for the symbols.</param>
    public static Package Open(string folder, string id, string extension = "nupkg") =>
        new(Assert.Single(Directory.GetFiles(folder, $"{id}.*.{extension}")));

    public byte[] Bytes(string file)
    {
        using Stream stream = Open(file);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public string Text(string file)
    {
        using var reader = new StreamReader(Open(file));
        return reader.ReadToEnd();
    }

    public void Dispose() => _archive.Dispose();

    private Stream Open(string file)
    {
        ZipArchiveEntry? entry = _archive.GetEntry(file);
        Assert.True(entry is not null, $"{file} is not among {string.Join(", ", Files)}");
        return entry.Open();
    }
}
