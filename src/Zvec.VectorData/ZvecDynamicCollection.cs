using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Mapping;

namespace Zvec.VectorData;

/// <summary>A collection whose records are dictionaries, described by a definition. Works with trimming and native compilation.</summary>
#pragma warning disable CA1711 // It is a collection of records.
public sealed class ZvecDynamicCollection : ZvecCollection<object, Dictionary<string, object?>>
#pragma warning restore CA1711
{
    /// <summary>Names a collection; nothing is opened or created yet.</summary>
    /// <param name="path">The folder of the store.</param>
    /// <param name="name">The name of the collection: any text.</param>
    /// <param name="options">Options, with the definition of the records.</param>
    /// <exception cref="ArgumentException">A path or name is null or blank, or the options have no definition.</exception>
    /// <exception cref="NotSupportedException">The definition asks for something that the store does not have.</exception>
    /// <exception cref="InvalidOperationException">The definition is not consistent.</exception>
    public ZvecDynamicCollection(string path, string name, ZvecCollectionOptions options)
        : this(path, name, options, storeReference: null)
    {
    }

    internal ZvecDynamicCollection(string path, string name, ZvecCollectionOptions options, DatabaseReference? storeReference)
        : base(path, name, BuildModel, options ?? throw new ArgumentNullException(nameof(options)), storeReference)
    {
    }

    private static CollectionModel BuildModel(ZvecCollectionOptions options)
    {
        VectorStoreCollectionDefinition definition = options.Definition
            ?? throw new ArgumentException("A dynamic collection needs a definition of its records.", nameof(options));

        // The builder of dynamic models leaves the definition's own generator out.
        return new ZvecModelBuilder().BuildDynamic(definition, definition.EmbeddingGenerator ?? options.EmbeddingGenerator);
    }
}
