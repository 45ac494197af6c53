using Zvec.Engine.Documents;
using Zvec.Engine.Search;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Partitions;

/// <summary>Takes writes to the partitions that they belong to.</summary>
/// <param name="owner">The collection.</param>
/// <param name="keysStay">Whether a key always comes with the same partition.</param>
/// <param name="turn">Lets writes that look for their keys in all partitions in, one at a time.</param>
internal sealed class PartitionWriter(PartitionedCollection owner, bool keysStay, SemaphoreSlim turn)
{
    private long _moves;

    /// <summary>How many times documents have begun to leave a partition for another one.</summary>
    public long Moves => Volatile.Read(ref _moves);

    /// <summary>Checks that a key can be one of the collection's.</summary>
    public void CheckKey(DocumentKey key) => owner.Form.Normalizer.CheckKey(key);

    public async Task<IReadOnlyList<WriteResult>> WriteAsync(
        DocumentWriteKind kind, IEnumerable<Document> documents, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(documents);
        owner.ThrowIfReadOnly();
        cancellation.ThrowIfCancellationRequested();
        Document[] all = [.. documents];
        DocumentForm form = owner.Form;
        string?[] names = [.. all.Select(document => NameOf(kind, document, form))];
        bool isDirect = owner.By.IsByKey || (keysStay && !names.Contains(null));
        if (!isDirect || names.Distinct().Skip(1).Any())
        {
            // a partition checks what it is given; what it is not given first, or not at all, is checked here
            foreach (Document document in all)
                form.Normalizer.Normalize(document, partial: kind == DocumentWriteKind.Update);
        }

        var results = new WriteResult[all.Length];
        if (isDirect)
        {
            var batch = new PartitionBatch(owner, results);
            for (int i = 0; i < all.Length; i++)
                batch.Add(names[i]!, kind, all[i], i);
            await batch.RunAsync(cancellation).ConfigureAwait(false);
            return results;
        }

        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            foreach (Range run in RunsOfDistinct(all, document => document.Key))
                await WriteAsync(kind, all, names, run, results, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        return results;
    }

    public async Task<IReadOnlyList<WriteResult>> DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keys);
        owner.ThrowIfReadOnly();
        cancellation.ThrowIfCancellationRequested();
        DocumentKey[] all = [.. keys];
        foreach (DocumentKey key in all)
            CheckKey(key);
        var results = new WriteResult[all.Length];
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            foreach (Range run in RunsOfDistinct(all, key => key))
                await DeleteAsync(all, run, results, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        return results;
    }

    private string? NameOf(DocumentWriteKind kind, Document? document, DocumentForm form)
    {
        ArgumentNullException.ThrowIfNull(document);
        form.Normalizer.CheckKey(document.Key);
        string? name = owner.By.NameOf(form.Schema, document);
        return name is null && kind != DocumentWriteKind.Update ? FieldPartitioning.NoneName : name;
    }

    /// <summary>Writes documents of different keys, which may be in any partition.</summary>
    private async Task WriteAsync(
        DocumentWriteKind kind, Document[] documents, string?[] names, Range run, WriteResult[] results, CancellationToken cancellation)
    {
        var batch = new PartitionBatch(owner, results);
        var moved = new List<(PartitionHandle From, int Place)>();
        using (GatheredSnapshot all = owner.GatherAll())
        {
            for (int i = run.Start.Value; i < run.End.Value; i++)
            {
                Document document = documents[i];
                List<(PartitionHandle Partition, int Segment, int Row)> holders = all.FindAll(document.Key);
                if (holders.Count > 0 && kind == DocumentWriteKind.Insert)
                {
                    results[i] = new WriteResult(document.Key, ZvecErrorCode.AlreadyExists);
                    continue;
                }

                if (holders.Count == 0 && kind == DocumentWriteKind.Update)
                {
                    results[i] = new WriteResult(document.Key, ZvecErrorCode.NotFound);
                    continue;
                }

                string name = names[i] ?? holders[0].Partition.Name;
                bool stays = holders.Count == 0 || holders[0].Partition.Name == name;
                if (stays)
                {
                    batch.Add(name, kind, document, i);
                }
                else
                {
                    Document whole = kind == DocumentWriteKind.Update
                        ? Merged(all.Snapshot, holders[0].Segment, holders[0].Row, document)
                        : document;
                    batch.Add(name, DocumentWriteKind.Upsert, whole, i);
                }

                moved.AddRange(holders.Where(holder => holder.Partition.Name != name).Select(holder => (holder.Partition, i)));
            }
        }

        await batch.RunAsync(cancellation).ConfigureAwait(false);
        await EndMovesAsync(moved.Where(move => results[move.Place].Succeeded), documents).ConfigureAwait(false);
    }

    private async Task DeleteAsync(DocumentKey[] keys, Range run, WriteResult[] results, CancellationToken cancellation)
    {
        var found = new Dictionary<PartitionHandle, List<int>>();
        using (GatheredSnapshot? all = owner.By.IsByKey ? null : owner.GatherAll())
        {
            for (int i = run.Start.Value; i < run.End.Value; i++)
            {
                results[i] = new WriteResult(keys[i], ZvecErrorCode.NotFound);
                foreach (PartitionHandle holder in HoldersOf(keys[i], all))
                {
                    if (found.TryGetValue(holder, out List<int>? places))
                        places.Add(i);
                    else
                        found.Add(holder, [i]);
                }
            }
        }

        foreach ((PartitionHandle holder, List<int> places) in found)
        {
            IReadOnlyList<WriteResult> deleted = await DeleteAsync(holder, places.Select(place => keys[place]), cancellation)
                .ConfigureAwait(false);
            for (int i = 0; i < places.Count; i++)
            {
                if (deleted[i].Succeeded)
                    results[places[i]] = deleted[i];
            }
        }
    }

    private IEnumerable<PartitionHandle> HoldersOf(DocumentKey key, GatheredSnapshot? all)
    {
        if (all is not null)
            return all.FindAll(key).Select(holder => holder.Partition);
        return owner.Find(((KeyPartitioning)owner.By).NameOf(owner.Schema, key)) is { } holder ? [holder] : [];
    }

    private async Task EndMovesAsync(IEnumerable<(PartitionHandle From, int Place)> moved, Document[] documents)
    {
        foreach (IGrouping<PartitionHandle, int> left in moved.GroupBy(move => move.From, move => move.Place).ToArray())
        {
            Interlocked.Increment(ref _moves);
            await DeleteAsync(left.Key, left.Select(place => documents[place].Key), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<WriteResult>> DeleteAsync(
        PartitionHandle partition, IEnumerable<DocumentKey> keys, CancellationToken cancellation)
    {
        DocumentKey[] all = [.. keys];
        if (owner.TryRent(partition) is not { } lease)
            return [.. all.Select(key => new WriteResult(key, ZvecErrorCode.NotFound))];
        using (lease)
            return await lease.Collection.DeleteAsync(all, cancellation).ConfigureAwait(false);
    }

    private static Document Merged(Snapshot snapshot, int segment, int row, Document changes)
    {
        var selection = FieldSelection.For(snapshot.Schema, names: null, includeVectors: true);
        Document whole = RowReader.Read(snapshot.Views[segment].Segment, row, snapshot.Schema, selection);
        foreach ((string name, object? value) in changes)
            whole[name] = value;
        return whole;
    }

    /// <summary>Pieces in which no key is twice, so that each can be written at once and all have the outcome of one after the
    /// other.</summary>
    private static IEnumerable<Range> RunsOfDistinct<T>(T[] items, Func<T, DocumentKey> keyOf)
    {
        var seen = new HashSet<DocumentKey>();
        int start = 0;
        for (int i = 0; i < items.Length; i++)
        {
            if (seen.Add(keyOf(items[i])))
                continue;
            yield return start..i;
            start = i;
            seen.Clear();
            seen.Add(keyOf(items[i]));
        }

        if (start < items.Length)
            yield return start..items.Length;
    }
}
