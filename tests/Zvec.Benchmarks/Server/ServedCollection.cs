using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Zvec.Benchmarks.Server;

/// <summary>A collection to serve, and searches of it.</summary>
/// <param name="Vectors">The vectors to search for.</param>
/// <param name="Bodies">The same searches as the server takes them.</param>
internal sealed record ServedCollection(float[][] Vectors, byte[][] Bodies)
{
    public const string Name = "served";
    public const string Field = "embedding";
    public const int Top = 10;

    private const int Dimensions = 100;
    private const int Queries = 1_000;
    private const int BatchLength = 1_000;

    public static async Task<ServedCollection> CreateAsync(string folder, int documents)
    {
        var schema = new CollectionSchema(Name)
        {
            Key = KeyType.Int32,
            Fields = { new FieldSchema("title", DataType.String), new FieldSchema("year", DataType.Int32) },
            Vectors = { new VectorSchema(Field, VectorType.Float32, Dimensions) },
        };
        var random = new Random(1);
        using (Collection collection = Collection.Create(Path.Combine(folder, Name), schema))
        {
            foreach (int[] batch in Enumerable.Range(0, documents).Chunk(BatchLength))
            {
                await collection.InsertAsync([.. batch.Select(i => new Document(i)
                {
                    { "title", "The title of document " + i.ToString(CultureInfo.InvariantCulture) },
                    { "year", 1900 + (i % 120) },
                    { Field, Vector(random) },
                })]);
            }

            await collection.OptimizeAsync();
        }

        float[][] vectors = [.. Enumerable.Range(0, Queries).Select(_ => Vector(random))];
        return new ServedCollection(
            vectors,
            [.. vectors.Select(vector => Encoding.UTF8.GetBytes(
                $$"""{"field":"{{Field}}","vector":{{JsonSerializer.Serialize(vector)}},"top":{{Top}}}"""))]);
    }

    private static float[] Vector(Random random) => [.. Enumerable.Range(0, Dimensions).Select(_ => random.NextSingle() - 0.5f)];
}
