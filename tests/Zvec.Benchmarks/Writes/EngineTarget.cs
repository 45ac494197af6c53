using Zvec.Benchmarks.Serve;

namespace Zvec.Benchmarks.Writes;

/// <summary>Our engine, with one durability.</summary>
internal sealed class EngineTarget(float[][] vectors, Durability durability) : IWriteTarget
{
    public string Name => durability.ToString();

    public bool Takes(int writers) => true;

    public WriteTimes Run(string path, int batch, int writers, TimeSpan time)
    {
        var schema = new CollectionSchema("writes")
        {
            Key = KeyType.Int32,
            Vectors = [new VectorSchema(EngineCollection.VectorField, VectorType.Float32, vectors[0].Length)],
        };
        using Collection collection = Collection.Create(path, schema, new CollectionOptions { Durability = durability });
        return WriteLoop.Run(writers, batch, time, async (_, firstKey) =>
        {
            var documents = new Document[batch];
            for (int i = 0; i < batch; i++)
                documents[i] = new Document(firstKey + i) { [EngineCollection.VectorField] = vectors[(firstKey + i) % vectors.Length] };
            IReadOnlyList<WriteResult> results = await collection.InsertAsync(documents).ConfigureAwait(false);
            if (!results.All(result => result.Succeeded))
                throw new InvalidOperationException("A new key was refused.");
        });
    }
}
