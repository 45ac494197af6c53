using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>What one writer's documents should be after a number of its calls.</summary>
internal sealed class WriterModel(WriterScript script, int writer)
{
    private readonly Dictionary<long, ScriptDocument> _documents = [];

    /// <summary>The number of calls that were applied.</summary>
    public long Calls { get; private set; }

    public int Writer => writer;

    public IReadOnlyDictionary<long, ScriptDocument> Documents => _documents;

    /// <summary>Whether the writer has asked for an index of the field "weight".</summary>
    public bool HasIndex { get; private set; }

    /// <summary>Changes with every document, and does not depend on their order.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>A model that goes on from what a collection holds.</summary>
    /// <param name="script">The writers' calls.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="calls">The calls that led to the collection's state.</param>
    /// <param name="collection">The collection.</param>
    public static WriterModel From(WriterScript script, int writer, long calls, Collection collection)
    {
        var model = new WriterModel(script, writer) { Calls = calls };
        foreach (Document document in collection.Scan($"writer = {writer}"))
            model.Put((long)document.Key.Value, ScriptDocument.From(document));
        return model;
    }

    public static ulong FingerprintOf(long key, ScriptDocument document)
    {
        ulong mixed = ((ulong)key * 0x9E3779B97F4A7C15) ^ ((ulong)document.Call * 0xC2B2AE3D27D4EB4F);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>The writer's next call.</summary>
    public ScriptCall Next() => script.Call(writer, Calls);

    /// <summary>Applies the next call.</summary>
    /// <returns>The results that it should give.</returns>
    public IReadOnlyList<ZvecErrorCode?> Apply() => Apply(Next());

    /// <summary>Applies the next call, which the caller has at hand.</summary>
    /// <returns>The results that it should give.</returns>
    public IReadOnlyList<ZvecErrorCode?> Apply(ScriptCall call)
    {
        Calls++;
        switch (call.Kind)
        {
            case ScriptCallKind.Insert:
                return [.. call.Entries.Select(entry => Insert(entry.Key, entry.Document))];
            case ScriptCallKind.Upsert:
                return [.. call.Entries.Select(entry => Put(entry.Key, entry.Document))];
            case ScriptCallKind.Update:
                return [.. call.Entries.Select(entry => Update(entry.Key, entry.Document, entry.Changes))];
            case ScriptCallKind.DeleteByKey:
                return [.. call.Keys.Select(Delete)];
            case ScriptCallKind.DeleteByYear:
                long[] keys = [.. _documents.Where(entry => entry.Value.Year == call.Filter.Year).Select(entry => entry.Key)];
                return [.. keys.Select(Delete)];
            case ScriptCallKind.CreateIndex:
                HasIndex = true;
                return [];
            default:
                return [];
        }
    }

    /// <summary>Leaves the next call out.</summary>
    public void Skip() => Calls++;

    private ZvecErrorCode? Insert(long key, ScriptDocument document) =>
        _documents.ContainsKey(key) ? ZvecErrorCode.AlreadyExists : Put(key, document);

    private ZvecErrorCode? Update(long key, ScriptDocument change, ScriptChanges changes)
    {
        if (!_documents.TryGetValue(key, out ScriptDocument? old))
            return ZvecErrorCode.NotFound;
        return Put(key, old with
        {
            Call = change.Call,
            Year = changes.HasFlag(ScriptChanges.Year) ? change.Year : old.Year,
            Word = changes.HasFlag(ScriptChanges.Word) ? change.Word : old.Word,
            Tags = changes.HasFlag(ScriptChanges.Tags) ? change.Tags : old.Tags,
            Embedding = changes.HasFlag(ScriptChanges.Embedding) ? change.Embedding : old.Embedding,
            Second = changes.HasFlag(ScriptChanges.Second) ? change.Second : old.Second,
        });
    }

    private ZvecErrorCode? Put(long key, ScriptDocument document)
    {
        Delete(key);
        _documents.Add(key, document);
        Fingerprint += FingerprintOf(key, document);
        return null;
    }

    private ZvecErrorCode? Delete(long key)
    {
        if (!_documents.Remove(key, out ScriptDocument? old))
            return ZvecErrorCode.NotFound;
        Fingerprint -= FingerprintOf(key, old);
        return null;
    }
}
