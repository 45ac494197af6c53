using Zvec.Engine.Expressions;

namespace Zvec.Engine.Tests.Expressions;

public sealed class FormulaTests
{
    private static readonly CollectionSchema Schema = new CollectionSchema("c")
    {
        Fields =
        {
            new FieldSchema("i", DataType.Int32),
            new FieldSchema("u", DataType.UInt64),
            new FieldSchema("n", DataType.Int64) { Nullable = true },
            new FieldSchema("f", DataType.Float32),
            new FieldSchema("d", DataType.Float64),
            new FieldSchema("m", DataType.Decimal),
            new FieldSchema("s", DataType.String),
            new FieldSchema("t", DataType.Bool),
            new FieldSchema("on", DataType.DateOnly),
            new FieldSchema("odd name", DataType.Int8),
        },
        Vectors = { new VectorSchema("v", VectorType.Float32, 2) },
    }.WithIds();

    private static readonly Dictionary<string, object?> Values = new()
    {
        ["i"] = 7,
        ["u"] = ulong.MaxValue,
        ["n"] = null,
        ["f"] = 0.5f,
        ["d"] = 2.25,
        ["m"] = 1.10m,
        ["s"] = "text",
        ["t"] = true,
        ["on"] = new DateOnly(2024, 5, 6),
        ["odd name"] = (sbyte)3,
    };

    public static TheoryData<string, object?> Formulas => new()
    {
        { "1 + 2 * 3", 7L },
        { "(1 + 2) * 3", 9L },
        { "10 - 4 - 3", 3L },
        { "7 / 2", 3L },
        { "-7 / 2", -3L },
        { "-7 % 4", -3L },
        { "--i", 7L },
        { "- - -i", -7L },
        { "i-1", 6L },
        { "i * `odd name`", 21L },
        { "u - u + i", 7L },
        { "n + 1", null },
        { "coalesce(n, n, i)", 7L },
        { "COALESCE(n, 5) * 2", 10L },
        { "coalesce(n, null)", null },
        { "null", null },
        { "i / 2.0", 3.5 },
        { "f + 1", 1.5 },
        { "-f", -0.5 },
        { "d * 2", 4.5 },
        { "coalesce(n, 0.5)", 0.5 },
        { "i / 0.0", double.PositiveInfinity },
        { "m * 2", 2.20m },
        { "m + 1.5m", 2.60m },
        { "1m / 4", 0.25m },
        { "s", "text" },
        { "s || '-' || i || \"!\"", "text-7!" },
        { "t || m || on", "true1.102024-05-06" },
        { "id || 'x'", "keyx" },
        { "t", true },
        { "false", false },
        { "on", new DateOnly(2024, 5, 6) },
        { " \n 1 ", 1L },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void A_formula_has_its_value(string formula, object? expected)
    {
        DataType type = expected switch
        {
            double => DataType.Float64,
            decimal => DataType.Decimal,
            string => DataType.String,
            bool => DataType.Bool,
            DateOnly => DataType.DateOnly,
            _ => DataType.Int64,
        };
        Assert.Equal(expected, Evaluate(formula, type));
    }

    [Fact]
    public void Text_joined_with_null_is_null() => Assert.Null(Evaluate("s || null", DataType.String));

    [Theory]
    [InlineData("i", DataType.Int8, (sbyte)7)]
    [InlineData("u", DataType.UInt64, ulong.MaxValue)]
    [InlineData("i", DataType.Float32, 7f)]
    [InlineData("i", DataType.Float64, 7d)]
    [InlineData("f", DataType.Float64, 0.5)]
    [InlineData("d", DataType.Float32, 2.25f)]
    public void A_number_goes_into_fields_that_hold_it(string formula, DataType type, object expected) =>
        Assert.Equal(expected, Evaluate(formula, type));

    [Theory]
    [InlineData("u + 1", DataType.UInt64)]
    [InlineData("i * 100", DataType.Int8)]
    [InlineData("-i", DataType.UInt8)]
    [InlineData("i / (i - 7)", DataType.Int32)]
    [InlineData("i % 0", DataType.Int32)]
    [InlineData("m / 0", DataType.Decimal)]
    [InlineData("u * u * u * u", DataType.Int64)]
    public void A_value_that_cannot_be_names_the_document(string formula, DataType type)
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => Evaluate(formula, type));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains("document 'key'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d", DataType.Int32, "a double")]
    [InlineData("i", DataType.String, "an integer")]
    [InlineData("m + d", DataType.Decimal, "'+'")]
    [InlineData("s * 2", DataType.Int32, "text")]
    [InlineData("-s", DataType.Int32, "text")]
    [InlineData("coalesce(s, 1)", DataType.Int32, "coalesce")]
    [InlineData("on", DataType.DateTime, "DateOnly")]
    [InlineData("x", DataType.Int32, "'x'")]
    [InlineData("v", DataType.Int32, "vector")]
    public void What_does_not_go_together_is_refused_before_any_document_is_read(string formula, DataType type, string named)
    {
        var target = new FieldSchema("target", type) { Nullable = true };
        ZvecException exception = Assert.Throws<ZvecException>(() => FieldExpression.Parse(formula).Bind(Schema, target));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("  ", 3)]
    [InlineData("1 +", 4)]
    [InlineData("1 + * 2", 5)]
    [InlineData("(1", 3)]
    [InlineData("1)", 2)]
    [InlineData("a b", 3)]
    [InlineData("coalesce 1", 10)]
    [InlineData("coalesce(1", 11)]
    [InlineData("1 = 1", 3)]
    public void An_error_points_at_its_column(string formula, int column)
    {
        ZvecException exception = Assert.Throws<ZvecException>(() => FieldExpression.Parse(formula));
        Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
        Assert.Contains($"column {column}:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_and_length_are_bounded()
    {
        Assert.Equal(1L, Evaluate(new string('(', 100) + "1" + new string(')', 100), DataType.Int64));
        Assert.Throws<ZvecException>(() => FieldExpression.Parse(new string('(', 101) + "1" + new string(')', 101)));
        Assert.Throws<ZvecException>(() => FieldExpression.Parse(new string('1', 5000)));
        Assert.Equal(2000L, Evaluate(string.Join('+', Enumerable.Repeat("1", 2000)), DataType.Int64));
        Assert.Equal(1L, Evaluate(new string('-', 4000) + "1", DataType.Int64));
    }

    [Fact]
    public void Random_text_is_a_formula_or_an_error()
    {
        var random = new Random(11);
        string[] pieces =
            ["1", "2.5", "3m", "i", "s", "(", ")", "+", "-", "*", "/", "%", "||", "'x'", "\"", "`", "coalesce", ",", " ", "null", ".", "é"];
        for (int i = 0; i < 5_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                FieldExpression.Parse(text).Bind(Schema, new FieldSchema("target", DataType.Int64) { Nullable = true });
            }
            catch (ZvecException exception)
            {
                Assert.Equal(ZvecErrorCode.InvalidArgument, exception.Code);
            }
        }
    }

    private static object? Evaluate(string formula, DataType type)
    {
        BoundExpression bound = FieldExpression.Parse(formula).Bind(Schema, new FieldSchema("target", type) { Nullable = true });
        return bound.Evaluate("key", [.. bound.Inputs.Select(field => Values[field.Name])]);
    }
}
