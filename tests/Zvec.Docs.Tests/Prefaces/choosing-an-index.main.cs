using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

var random = new Random(7);
float[][] centers = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f).ToArray())];
float[] Near(float[] center) => [.. center.Select(element => element + (0.2f * (random.NextSingle() - 0.5f)))];
float[][] questions = [.. centers.Select(Near)];
ReadOnlyMemory<float> question = questions[0];
IEnumerable<Document> documents = Enumerable.Range(0, 4_000).Select(i =>
{
    float[] vector = Near(centers[i % centers.Length]);
    return new Document($"b{i}") { { "meaning", vector }, { "cover", vector }, { "author", vector }, { "shelf", vector } };
});
