using Microsoft.Extensions.VectorData;

namespace Zvec.VectorData.Tests;

/// <content>The records that are filtered: with values at the borders, and nulls wherever there can be some.</content>
public partial class FilterTests
{
    public enum Color
    {
        Red,
        Green,
        Blue,
    }

    public enum Level : byte
    {
        Low = 1,
        High = 200,
    }

    public interface INumbered
    {
        int Int { get; }
    }

    private static Item[] Data() =>
    [
        new()
        {
            Id = 1, Int = 8, Text = "foo", Bool = true, Byte = 2, Short = 8, Long = 8, Float = 0.1f, Double = 2.5, Decimal = 2.5m,
            ULong = 5, UInt = 3, SByte = -1,
            MaybeInt = 5, MaybeBool = true, Tags = ["x", "y"], TagList = ["x", "y"], Numbers = [1, 2, 3], Color = Color.Red,
            MaybeColor = Color.Green, Small = Level.High,
            Guid = new Guid("603840bf-cf91-4521-8b8e-8b6a2e75910a"), Date = new DateTime(2024, 1, 31),
            MaybeDate = new DateTime(2024, 6, 1), Day = new DateOnly(2024, 1, 31),
            Time = new TimeOnly(8, 30), Moment = new DateTimeOffset(2024, 1, 31, 8, 0, 0, TimeSpan.Zero),
        },
        new()
        {
            Id = 2, Int = 9, Text = "bar", Bool = false, Byte = 255, Short = -3, Long = long.MaxValue, Float = 0.5f, Double = -1,
            Decimal = 2.50m, ULong = ulong.MaxValue, UInt = 4,
            SByte = 1, MaybeInt = 3, MaybeBool = false, Tags = ["a", "b"], TagList = ["a", "b"], Numbers = [], Color = Color.Green,
            MaybeColor = Color.Blue, Small = Level.Low,
            Guid = Guid.Empty, Date = new DateTime(2024, 2, 1), MaybeDate = new DateTime(2023, 6, 1), Day = new DateOnly(2024, 3, 1),
            Time = new TimeOnly(9, 0),
            Moment = new DateTimeOffset(2024, 1, 31, 10, 0, 0, TimeSpan.FromHours(2)),
        },
        new()
        {
            Id = 3, Int = 9, Text = "foo", Bool = true, Byte = 3, Short = short.MaxValue, Long = long.MinValue, Float = -0.1f,
            Double = 0, Decimal = -7.25m, Tags = ["x"], TagList = ["x"],
            Numbers = [3], Color = Color.Blue, Small = Level.Low, Date = new DateTime(1999, 1, 1),
            Moment = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
        },
        new()
        {
            Id = 4, Int = 10, Text = null, Bool = false, Byte = 0, Tags = ["x", "y", "z"], TagList = ["x", "y", "z"], Numbers = [4, 5],
            Float = float.MaxValue, Date = DateTime.MaxValue,
        },
        new()
        {
            Id = 5, Int = int.MaxValue,
            Text = """>with $om[ specia]"chara<ters'and\stuff""", Bool = true, Tags = [], TagList = [],
            Numbers = [int.MinValue], MaybeInt = 5, Float = MathF.BitDecrement(0.1f),
        },
        new() { Id = 6, Int = int.MinValue, Text = "", Tags = ["z", "x"], TagList = ["z", "x"], Numbers = [],
        Float = MathF.BitIncrement(0.1f) },
        new() { Id = 7, Int = 11, Text = "100%_sure", Tags = ["y", "x"], TagList = ["y", "x"], Numbers = [] },
    ];

    public sealed class Item : INumbered
    {
        [VectorStoreKey]
        public long Id { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public int Int { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public string? Text { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public bool Bool { get; set; }

        [VectorStoreData]
        public byte Byte { get; set; }

        [VectorStoreData]
        public sbyte SByte { get; set; }

        [VectorStoreData]
        public short Short { get; set; }

        [VectorStoreData]
        public long Long { get; set; }

        [VectorStoreData]
        public uint UInt { get; set; }

        [VectorStoreData]
        public ulong ULong { get; set; }

        [VectorStoreData]
        public float Float { get; set; }

        [VectorStoreData]
        public double Double { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public decimal Decimal { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public int? MaybeInt { get; set; }

        [VectorStoreData]
        public bool? MaybeBool { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public string[] Tags { get; set; } = [];

        [VectorStoreData]
        public List<string> TagList { get; set; } = [];

        [VectorStoreData]
        public int[] Numbers { get; set; } = [];

        [VectorStoreData(IsIndexed = true)]
        public Color Color { get; set; }

        [VectorStoreData]
        public Color? MaybeColor { get; set; }

        [VectorStoreData]
        public Level Small { get; set; }

        [VectorStoreData]
        public Guid Guid { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public DateTime Date { get; set; }

        [VectorStoreData]
        public DateTime? MaybeDate { get; set; }

        [VectorStoreData]
        public DateOnly Day { get; set; }

        [VectorStoreData]
        public TimeOnly Time { get; set; }

        [VectorStoreData]
        public DateTimeOffset Moment { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; } = new float[] { 1, 2 };
    }
}
