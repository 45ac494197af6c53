using Zvec.Engine.Documents;

namespace Zvec.Engine.Partitions;

/// <summary>The partitions at one moment. Immutable.</summary>
internal sealed class PartitionSet
{
    private readonly Dictionary<string, PartitionHandle> _byName;
    private readonly Lazy<PartitionPruning> _pruning;
    private readonly Lazy<DocumentForm> _form;

    /// <param name="catalog">What the partitions are.</param>
    /// <param name="handleOf">Gives the handle of a partition.</param>
    public PartitionSet(PartitionCatalog catalog, Func<PartitionRecord, PartitionHandle> handleOf)
    {
        Catalog = catalog;
        All = [.. catalog.Partitions.Select(handleOf)];
        Attached = [.. All.Where(handle => handle.Record.IsAttached)];
        _byName = All.ToDictionary(handle => handle.Name, StringComparer.Ordinal);
        _form = new Lazy<DocumentForm>(() => new DocumentForm(catalog.Schema));
        _pruning = new Lazy<PartitionPruning>(() => catalog.By.Pruning(catalog.Schema, [.. Attached.Select(handle => handle.Name)]));
    }

    public PartitionCatalog Catalog { get; }

    /// <summary>How documents are checked.</summary>
    public DocumentForm Form => _form.Value;

    public IReadOnlyList<PartitionHandle> All { get; }

    /// <summary>Those that are searched.</summary>
    public IReadOnlyList<PartitionHandle> Attached { get; }

    public PartitionHandle? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Those that hold all documents which a filter matches.</summary>
    public IReadOnlyList<PartitionHandle> Matching(Filter? filter)
    {
        if (filter is null || Attached.Count == 0 || _pruning.Value.MayMatch(filter) is not { } matches)
            return Attached;
        return [.. Attached.Where((_, i) => matches[i])];
    }
}
