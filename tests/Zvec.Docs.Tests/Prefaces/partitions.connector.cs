using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData;

string path = "store";
var vector = new ReadOnlyMemory<float>([1, 0, 0, 0]);
DateTime from = new(2026, 3, 14);
DateTime to = from.AddDays(1);
Event[] records =
[
    new() { Id = "e1", Time = new DateTime(2026, 1, 1, 12, 0, 0), Embedding = vector },
    new() { Id = "e2", Time = from.AddHours(12), Embedding = vector },
];

internal sealed class Event
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData]
    public DateTime Time { get; set; }

    [VectorStoreVector(4)]
    public ReadOnlyMemory<float> Embedding { get; set; }
}
