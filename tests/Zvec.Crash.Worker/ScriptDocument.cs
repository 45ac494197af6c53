using Zvec.Engine;

namespace Zvec.Crash.Worker;

/// <summary>A document of the script. <paramref name="Call"/> is the number of the call that wrote it last, so that no two states of a
/// writer's documents look the same.</summary>
internal sealed record ScriptDocument(
    int Writer, long Call, int Year, string? Word, double Weight, string[]? Tags, float[] Embedding, float[]? Second)
{
    public const int Dimensions = 8;

    public static readonly string[] Words = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu"];

    public static ScriptDocument Random(Random random, int writer, long call) => new(
        writer,
        call,
        random.Next(1990, 2010),
        random.Next(4) == 0 ? null : Words[random.Next(Words.Length)],
        random.NextDouble(),
        random.Next(3) == 0 ? null : [.. Enumerable.Range(0, random.Next(4)).Select(_ => Words[random.Next(Words.Length)])],
        RandomVector(random, Dimensions),
        random.Next(2) == 0 ? null : RandomVector(random, 3));

    public static float[] RandomVector(Random random, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1)];

    public static ScriptDocument From(Document document) => new(
        document.Get<int>("writer"),
        document.Get<long>("call"),
        document.Get<int>("year"),
        document.Get<string>("word"),
        document.Get<double>("weight"),
        document.Get<string[]>("tags"),
        document.Get<ReadOnlyMemory<float>>("embedding").ToArray(),
        document["second"] is ReadOnlyMemory<float> second ? second.ToArray() : null);

    public Document ToDocument(long key) => new(key)
    {
        ["writer"] = Writer,
        ["call"] = Call,
        ["year"] = Year,
        ["word"] = Word,
        ["weight"] = Weight,
        ["tags"] = Tags,
        ["embedding"] = Embedding,
        ["second"] = Second,
    };

    public bool IsSameAs(ScriptDocument other) =>
        Writer == other.Writer
        && Call == other.Call
        && Year == other.Year
        && Word == other.Word
        && Weight == other.Weight
        && AreSame(Tags, other.Tags)
        && AreSame(Embedding, other.Embedding)
        && AreSame(Second, other.Second);

    private static bool AreSame<T>(T[]? one, T[]? other) =>
        one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);
}
