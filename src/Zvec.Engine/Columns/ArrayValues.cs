using System.Runtime.InteropServices;

namespace Zvec.Engine.Columns;

/// <summary>Turns the elements of an array row into a CLR array: of the nullable element type where one of them is null.</summary>
internal static class ArrayValues
{
    public static Array ToObject(Column elements, int start, int length) => elements.Type switch
    {
        DataType.Bool => Fixed<byte, bool>(elements, start, length),
        DataType.Int8 => Fixed<sbyte, sbyte>(elements, start, length),
        DataType.UInt8 => Fixed<byte, byte>(elements, start, length),
        DataType.Int16 => Fixed<short, short>(elements, start, length),
        DataType.UInt16 => Fixed<ushort, ushort>(elements, start, length),
        DataType.Int32 => Fixed<int, int>(elements, start, length),
        DataType.UInt32 => Fixed<uint, uint>(elements, start, length),
        DataType.Int64 => Fixed<long, long>(elements, start, length),
        DataType.UInt64 => Fixed<ulong, ulong>(elements, start, length),
        DataType.Float32 => Fixed<float, float>(elements, start, length),
        DataType.Float64 => Fixed<double, double>(elements, start, length),
        DataType.Decimal => Fixed<DecimalBits, decimal>(elements, start, length),
        DataType.DateTime => Fixed<ulong, DateTime>(elements, start, length),
        DataType.DateTimeOffset => Fixed<OffsetDateTime, DateTimeOffset>(elements, start, length),
        DataType.DateOnly => Fixed<int, DateOnly>(elements, start, length),
        DataType.TimeOnly => Fixed<long, TimeOnly>(elements, start, length),
        DataType.Guid => Fixed<GuidBytes, Guid>(elements, start, length),
        DataType.String => References<string>(elements, start, length),
        DataType.Binary => References<byte[]>(elements, start, length),
        _ => throw new InvalidOperationException($"{elements.Type} is not the type of an element."),
    };

    private static Array Fixed<TPhysical, TValue>(Column elements, int start, int length)
        where TPhysical : unmanaged
        where TValue : unmanaged
    {
        var column = (FixedColumn<TPhysical>)elements;
        if (HasNull(elements, start, length))
        {
            var nullable = new TValue?[length];
            for (int i = 0; i < length; i++)
                nullable[i] = (TValue?)column.GetValue(start + i);
            return nullable;
        }

        var values = new TValue[length];
        for (int i = 0; i < length;)
        {
            ReadOnlySpan<TPhysical> run = column.Run(start + i, length - i);
            if (typeof(TPhysical) == typeof(TValue))
            {
                run.CopyTo(MemoryMarshal.Cast<TValue, TPhysical>(values.AsSpan(i)));
            }
            else
            {
                for (int j = 0; j < run.Length; j++)
                    values[i + j] = (TValue)PhysicalTypes.ToObject(column.Type, run[j]);
            }

            i += run.Length;
        }

        return values;
    }

    private static T?[] References<T>(Column elements, int start, int length)
        where T : class
    {
        var values = new T?[length];
        for (int i = 0; i < length; i++)
            values[i] = (T?)elements.GetValue(start + i);
        return values;
    }

    private static bool HasNull(Column elements, int start, int length)
    {
        if (!elements.HasNulls)
            return false;
        for (int i = 0; i < length; i++)
        {
            if (elements.IsNull(start + i))
                return true;
        }

        return false;
    }
}
