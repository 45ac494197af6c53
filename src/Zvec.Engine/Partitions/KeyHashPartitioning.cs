using System.Globalization;
using System.Text.Json;

namespace Zvec.Engine.Partitions;

/// <summary>See <see cref="PartitionBy.KeyHash"/>.</summary>
internal sealed class KeyHashPartitioning : KeyPartitioning
{
    public const string Kind = "keyHash";

    private const int Most = 10_000;

    private readonly int _partitions;

    public KeyHashPartitioning(int partitions)
    {
        if (partitions is < 1 or > Most)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"{partitions} partitions were asked for by a hash of the key; use 1 to {Most}.");
        }

        _partitions = partitions;
    }

    public override string NameOf(CollectionSchema schema, DocumentKey key) =>
        ((int)(key.StableHash() % (ulong)_partitions)).ToString(CultureInfo.InvariantCulture);

    internal override void Check(CollectionSchema schema)
    {
    }

    internal override bool IsName(CollectionSchema schema, string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number < _partitions
        && number.ToString(CultureInfo.InvariantCulture) == name;

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("kind", Kind);
        json.WriteNumber("partitions", _partitions);
    }
}
