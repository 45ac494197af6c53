namespace Zvec.Engine.Partitions;

/// <summary>Documents on their way to their partitions, all at once, so that the partitions write their logs side by side.</summary>
/// <param name="owner">The collection.</param>
/// <param name="results">Where the results go, each to the place of its document.</param>
internal sealed class PartitionBatch(PartitionedCollection owner, WriteResult[] results)
{
    private readonly Dictionary<(string Name, DocumentWriteKind Kind), Part> _parts = [];

    public void Add(string name, DocumentWriteKind kind, Document document, int place)
    {
        if (!_parts.TryGetValue((name, kind), out Part? part))
            _parts.Add((name, kind), part = new Part());
        part.Documents.Add(document);
        part.Places.Add(place);
    }

    /// <summary>Writes them. Partitions that are refused or missing fail the call before anything is written.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        string[] names = [.. _parts.Keys.Select(part => part.Name).Distinct()];
        Dictionary<string, PartitionLease>? leases;
        do
        {
            foreach (string name in names)
                await owner.PrepareForWriteAsync(name, cancellation).ConfigureAwait(false);
            leases = TryRent(names);
        }
        while (leases is null);

        try
        {
            foreach (PartitionLease lease in leases.Values)
                await owner.BringUpAsync(lease.Partition, lease.Collection, cancellation).ConfigureAwait(false);
            await Task.WhenAll(_parts.Select(part => RunAsync(leases[part.Key.Name].Collection, part.Key.Kind, part.Value, cancellation)))
                .ConfigureAwait(false);
        }
        finally
        {
            foreach (PartitionLease lease in leases.Values)
                lease.Dispose();
        }
    }

    /// <summary>Takes hold of all partitions, or of none.</summary>
    private Dictionary<string, PartitionLease>? TryRent(string[] names)
    {
        var leases = new Dictionary<string, PartitionLease>(StringComparer.Ordinal);
        bool isComplete = false;
        try
        {
            foreach (string name in names)
            {
                if (owner.TryRentForWrite(name) is not { } lease)
                    return null;
                leases.Add(name, lease);
            }

            isComplete = true;
            return leases;
        }
        finally
        {
            if (!isComplete)
            {
                foreach (PartitionLease lease in leases.Values)
                    lease.Dispose();
            }
        }
    }

    private async Task RunAsync(Collection partition, DocumentWriteKind kind, Part part, CancellationToken cancellation)
    {
        IReadOnlyList<WriteResult> written = await (kind switch
        {
            DocumentWriteKind.Insert => partition.InsertAsync(part.Documents, cancellation),
            DocumentWriteKind.Upsert => partition.UpsertAsync(part.Documents, cancellation),
            _ => partition.UpdateAsync(part.Documents, cancellation),
        }).ConfigureAwait(false);
        for (int i = 0; i < written.Count; i++)
            results[part.Places[i]] = written[i];
    }

    private sealed class Part
    {
        public List<Document> Documents { get; } = [];

        public List<int> Places { get; } = [];
    }
}
