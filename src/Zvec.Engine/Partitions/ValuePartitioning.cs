using System.Globalization;
using System.Text.Json;

namespace Zvec.Engine.Partitions;

/// <summary>See <see cref="PartitionBy.Field"/>.</summary>
internal sealed class ValuePartitioning(string field) : FieldPartitioning(field)
{
    public const string Kind = "field";

    private const string DateForm = "yyyy-MM-dd";

    public override bool IsByValue => true;

    protected override string Types => "a field of whole numbers, Bool, String, Guid or DateOnly";

    public override bool TryGetBounds(DataType type, string name, out object? first, out object? last)
    {
        first = last = name == NoneName ? null : ValueOf(type, name);
        return name == NoneName || (first is not null && NameOf(first) == name);
    }

    internal override PartitionBy Renamed(string field, string newName) => field == FieldName ? new ValuePartitioning(newName) : this;

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("kind", Kind);
        json.WriteString("field", FieldName);
    }

    protected override bool Takes(DataType type) => type is DataType.Bool or DataType.String or DataType.Guid or DataType.DateOnly
        or DataType.Int8 or DataType.UInt8 or DataType.Int16 or DataType.UInt16 or DataType.Int32 or DataType.UInt32
        or DataType.Int64 or DataType.UInt64;

    protected override string NameOf(object value) => value switch
    {
        string text => NameOfText(text),
        bool flag => flag ? "true" : "false",
        Guid guid => guid.ToString("D", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString(DateForm, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"A {value.GetType()} names no partition.", nameof(value)),
    };

    private string NameOfText(string text)
    {
        string name = text.StartsWith('(') ? "(" + text : text;
        if (name.Length is >= 1 and <= LongestName && !name.Any(char.IsControl))
            return name;
        throw new ZvecException(
            ZvecErrorCode.InvalidArgument,
            $"A document has a text of {text.Length} characters in field '{FieldName}', by which its collection is partitioned; use 1 to "
                + $"{LongestName - 1} characters, no control characters.");
    }

    private static object? ValueOf(DataType type, string name)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        const NumberStyles Whole = NumberStyles.AllowLeadingSign;
        return type switch
        {
            DataType.String => name.StartsWith("((", StringComparison.Ordinal) ? name[1..] : name,
            DataType.Bool => bool.TryParse(name, out bool value) ? value : null,
            DataType.Guid => Guid.TryParseExact(name, "D", out Guid value) ? value : null,
            DataType.DateOnly => DateOnly.TryParseExact(name, DateForm, invariant, DateTimeStyles.None, out DateOnly value) ? value : null,
            DataType.Int8 => sbyte.TryParse(name, Whole, invariant, out sbyte value) ? value : null,
            DataType.UInt8 => byte.TryParse(name, Whole, invariant, out byte value) ? value : null,
            DataType.Int16 => short.TryParse(name, Whole, invariant, out short value) ? value : null,
            DataType.UInt16 => ushort.TryParse(name, Whole, invariant, out ushort value) ? value : null,
            DataType.Int32 => int.TryParse(name, Whole, invariant, out int value) ? value : null,
            DataType.UInt32 => uint.TryParse(name, Whole, invariant, out uint value) ? value : null,
            DataType.Int64 => long.TryParse(name, Whole, invariant, out long value) ? value : null,
            DataType.UInt64 => ulong.TryParse(name, Whole, invariant, out ulong value) ? value : null,
            _ => null,
        };
    }
}
