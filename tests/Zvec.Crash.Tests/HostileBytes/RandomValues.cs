
namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Random values of every type, nulls and empty arrays among them.</summary>
internal static class RandomValues
{
    private static readonly string[] Words = ["", "ant", "bee", "ü😀", "dog and cat", "e\0f"];

    public static object? Of(DataType type, Random random)
    {
        if (random.Next(5) == 0)
            return null;
        if ((int)type < 64)
            return Scalar(type, random);
        object?[] elements = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Scalar((DataType)((int)type - 64), random))];
        Array array = Array.CreateInstance(Scalar((DataType)((int)type - 64), random).GetType(), elements.Length);
        for (int i = 0; i < elements.Length; i++)
            array.SetValue(elements[i], i);
        return array;
    }

    public static float[] Vector(int dimensions, Random random) =>
        [.. Enumerable.Range(0, dimensions).Select(_ => (random.NextSingle() * 2) - 1)];

    private static object Scalar(DataType type, Random random) => type switch
    {
        DataType.Bool => random.Next(2) == 0,
        DataType.Int8 => (sbyte)random.Next(-3, 3),
        DataType.UInt8 => (byte)random.Next(5),
        DataType.Int16 => (short)random.Next(-3, 3),
        DataType.UInt16 => (ushort)random.Next(5),
        DataType.Int32 => random.Next(-3, 3),
        DataType.UInt32 => (uint)random.Next(5),
        DataType.Int64 => (long)random.Next(-3, 3),
        DataType.UInt64 => (ulong)random.Next(5),
        DataType.Float32 => random.Next(6) == 0 ? float.NaN : random.Next(-2, 3) / 2f,
        DataType.Float64 => random.Next(6) == 0 ? double.NegativeInfinity : random.Next(-2, 3) / 2d,
        DataType.Decimal => new decimal(random.Next(-5, 5), 0, 0, false, (byte)random.Next(3)),
        DataType.String => Words[random.Next(Words.Length)],
        DataType.Binary => new byte[random.Next(4)],
        DataType.DateTime => new DateTime(2020, 1, 1 + random.Next(5), 0, 0, 0, DateTimeKind.Utc),
        DataType.DateTimeOffset => new DateTimeOffset(2020, 1, 1 + random.Next(5), 0, 0, 0, TimeSpan.FromHours(random.Next(3))),
        DataType.DateOnly => new DateOnly(2020, 1, 1 + random.Next(5)),
        DataType.TimeOnly => new TimeOnly(random.Next(5), 30),
        _ => new Guid(random.Next(5), 0, 0, new byte[8]),
    };
}
