using System.Collections.Immutable;
using Zvec.Engine.Tests.Collections;

namespace Zvec.Crash.Tests.Simulation;

/// <summary>A document of a simulated collection: the fields that every document has, and those that were added later.</summary>
internal sealed record SimulatedDocument(ModelDocument Fields, ImmutableSortedDictionary<string, object> Added)
{
    public static SimulatedDocument Random(Random random, IEnumerable<string> added) => new(
        CollectionModel.RandomDocument(random),
        added.Where(_ => random.Next(2) == 0).ToImmutableSortedDictionary(
            name => name,
            name => SimulatedState.IsVector(name)
                ? CollectionModel.RandomVector(random, SimulatedState.AddedDimensions)
                : (object)random.NextInt64(100)));

    public static SimulatedDocument From(Document document, IEnumerable<string> added)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, object>();
        foreach (string name in added)
        {
            if (document[name] is { } value)
                values.Add(name, value is ReadOnlyMemory<float> vector ? vector.ToArray() : value);
        }

        return new SimulatedDocument(CollectionModel.FromDocument(document), values.ToImmutable());
    }

    public Document ToDocument(int key)
    {
        Document document = CollectionModel.ToDocument(key, Fields);
        foreach ((string name, object value) in Added)
            document[name] = value;
        return document;
    }

    public bool IsSameAs(SimulatedDocument other) =>
        ReferenceEquals(this, other)
        || (Fields.IsSameAs(other.Fields)
            && Added.Count == other.Added.Count
            && Added.All(entry => other.Added.TryGetValue(entry.Key, out object? value) && AreSame(entry.Value, value)));

    private static bool AreSame(object first, object second) =>
        first is float[] vector ? second is float[] other && vector.AsSpan().SequenceEqual(other) : first.Equals(second);
}
