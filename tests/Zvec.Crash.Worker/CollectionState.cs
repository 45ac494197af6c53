using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>What a collection holds at one moment, by writer, to be compared with the writers' models.</summary>
internal sealed class CollectionState
{
    private readonly Dictionary<long, ScriptDocument>[] _documents;
    private readonly ulong[] _fingerprints;

    private CollectionState(int writers)
    {
        _documents = [.. Enumerable.Range(0, writers).Select(_ => new Dictionary<long, ScriptDocument>())];
        _fingerprints = new ulong[writers];
    }

    /// <summary>Scans the collection; every document must have a key of its writer's, once.</summary>
    public static CollectionState Of(Collection collection, int writers)
    {
        var state = new CollectionState(writers);
        foreach (Document document in collection.Scan())
        {
            long key = (long)document.Key.Value;
            int writer = WriterScript.OwnerOf(key);
            ScriptDocument found = ScriptDocument.From(document);
            if (writer >= writers || found.Writer != writer)
                throw new CheckFailedException($"document {key} says that writer {found.Writer} wrote it");
            if (!state._documents[writer].TryAdd(key, found))
                throw new CheckFailedException($"document {key} was scanned twice");
            state._fingerprints[writer] += WriterModel.FingerprintOf(key, found);
        }

        return state;
    }

    /// <summary>Advances a model until it equals this state: by the calls that are known to be done at least, and no further than those
    /// that may be.</summary>
    /// <exception cref="CheckFailedException">There is no such number of calls.</exception>
    public void AdvanceToThis(WriterModel model, long atLeast, long atMost)
    {
        while (model.Calls < atLeast)
            model.Apply();
        long first = model.Calls;
        string difference = Difference(model);
        while (model.Fingerprint != _fingerprints[model.Writer] && model.Calls < atMost)
            model.Apply();
        if (Difference(model) is { Length: > 0 } remaining)
        {
            throw new CheckFailedException(
                $"writer {model.Writer} has documents as after none of {first} to {atMost} calls; "
                    + $"after {first}: {difference}; after {model.Calls}: {remaining}");
        }
    }

    private string Difference(WriterModel model)
    {
        Dictionary<long, ScriptDocument> found = _documents[model.Writer];
        foreach ((long key, ScriptDocument expected) in model.Documents)
        {
            if (!found.TryGetValue(key, out ScriptDocument? document))
                return $"document {key} of call {expected.Call} is missing";
            if (!document.IsSameAs(expected))
                return $"document {key} is of call {document.Call} instead of {expected.Call}: {document} instead of {expected}";
        }

        return found.Keys.Where(key => !model.Documents.ContainsKey(key))
            .Select(key => $"document {key} of call {found[key].Call} should be gone")
            .FirstOrDefault("");
    }
}
