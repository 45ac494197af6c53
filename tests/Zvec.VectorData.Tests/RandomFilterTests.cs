using System.Linq.Expressions;
using CsCheck;
using Microsoft.Extensions.VectorData;
using Zvec.VectorData.Tests.Support;

namespace Zvec.VectorData.Tests;

/// <summary>Random filters over random records find exactly what C# finds.</summary>
public class RandomFilterTests : StoreTests
{
    private static readonly string[] Words = ["", "a", "ab", "abc", "b%", "B_", "c\\"];

    private static readonly ParameterExpression Parameter = Expression.Parameter(typeof(Item), "r");

    private static readonly Gen<Item> Items = Gen.Select(
        Gen.Int[-3, 3], Gen.Int[-3, 3].Nullable(), Gen.OneOf(Words).Null(), Gen.Bool, Gen.OneOf(Words).Array[0, 3], Gen.Int[0, 2],
        (number, maybe, text, flag, tags, level) => new Item
        {
            Number = number,
            Maybe = maybe,
            Text = text,
            Flag = flag,
            Tags = tags,
            Level = (Level)level,
            Small = (byte)(number + 3),
            Real = maybe / 2f ?? 0.1f,
        });

    private static readonly Gen<Expression> Conditions = Gen.Recursive<Expression>(
        (depth, deeper) => depth >= 4 ? Leaf() : Gen.Frequency(
            (3, Leaf()),
            (2, Gen.Select(deeper, deeper, Expression (left, right) => Expression.AndAlso(left, right))),
            (2, Gen.Select(deeper, deeper, Expression (left, right) => Expression.OrElse(left, right))),
            (2, deeper.Select(Expression (operand) => Expression.Not(operand))),
            (1, Gen.Select(deeper, deeper, deeper, Expression (test, yes, no) => Expression.Condition(test, yes, no)))));

    [Fact]
    public async Task Random_filters_find_what_the_language_finds()
    {
        ZvecCollection<int, Item> items = await CreateAsync<int, Item>();
        await Gen.Select(Items.Array[1, 30], Conditions.Array[20]).SampleAsync(
            async (records, conditions) =>
            {
                for (int i = 0; i < records.Length; i++)
                    records[i].Id = i;
                await items.DeleteAsync(Enumerable.Range(0, 30));
                await items.UpsertAsync(records);
                foreach (Expression condition in conditions)
                {
                    var filter = Expression.Lambda<Func<Item, bool>>(condition, Parameter);
                    int[] expected = [.. records.Where(filter.Compile()).Select(item => item.Id)];
                    int[] got = await items.GetAsync(filter, 100).Select(item => item.Id).Order().ToArrayAsync();
                    int[] searched = await items.SearchAsync(new float[] { 1, 0 }, 100, new() { Filter = filter })
                        .Select(hit => hit.Record.Id).Order().ToArrayAsync();
                    Assert.True(
                        expected.SequenceEqual(got), $"get {filter}: [{string.Join(",", got)}], not [{string.Join(",", expected)}]");
                    Assert.True(
                        expected.SequenceEqual(searched),
                        $"search {filter}: [{string.Join(",", searched)}], not [{string.Join(",", expected)}]");
                }
            },
            iter: 30,
            threads: 1);
    }

    private static Gen<Expression> Leaf()
    {
        Gen<ExpressionType> operators = Gen.OneOf(
            ExpressionType.Equal, ExpressionType.NotEqual, ExpressionType.LessThan, ExpressionType.LessThanOrEqual,
            ExpressionType.GreaterThan,
            ExpressionType.GreaterThanOrEqual);
        Gen<ExpressionType> equality = Gen.OneOf(ExpressionType.Equal, ExpressionType.NotEqual);

        Gen<Expression> Compare<T>(string property, Gen<ExpressionType> kinds, Gen<T> values, Type? widened = null) => Gen.Select(
            kinds, values, Gen.Bool, Expression (kind, value, reversed) =>
            {
                Expression read = Expression.Property(Parameter, property);
                Expression left = widened is null ? read : Expression.Convert(read, widened);
                Expression right = Expression.Constant(value, widened ?? read.Type);
                return reversed ? Expression.MakeBinary(kind, right, left) : Expression.MakeBinary(kind, left, right);
            });

        Expression Call(Expression<Func<Item, string, bool>> template, string value) =>
            new Replacer(template.Parameters[0], Parameter).Replace(
                new Replacer(template.Parameters[1], Expression.Constant(value)).Replace(template.Body));

        return Gen.OneOf(
            Compare("Number", operators, Gen.Int[-4, 4]),
            Compare("Number", operators, Gen.OneOf(-5_000_000_000L, -3L, 0L, 2L, 5_000_000_000L), typeof(long)),
            Compare("Number", operators, Gen.OneOf(-1e30, -2.5, 0.5, 2.0, double.NaN), typeof(double)),
            Compare("Maybe", operators, Gen.Int[-4, 4].Nullable()),
            Compare("Small", operators, Gen.OneOf(-1, 0, 3, 255, 256), typeof(int)),
            Compare("Real", operators, Gen.OneOf(0.1, 0.5, -1.0, 1e300), typeof(double)),
            Compare("Level", operators, Gen.Int[0, 3], typeof(int)),
            Compare("Text", equality, Gen.OneOf(Words).Null()),
            Gen.Const<Expression>(Expression.Property(Parameter, "Flag")),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Text != null && r.Text.StartsWith(w, StringComparison.Ordinal), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Text != null && r.Text.Contains(w, StringComparison.Ordinal), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Text != null && r.Text.EndsWith(w, StringComparison.Ordinal), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Tags.Contains(w), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Tags.Any(t => t == w || t == "ab"), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Tags.Length > w.Length, word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Tags.Any(t => t.StartsWith(w) && !(t == "abc")), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => r.Tags.All(t => t.Contains(w) || t == "b%"), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => new[] { w, "ab" }.Any(p => r.Text != null && r.Text.EndsWith(p)), word)),
            Gen.OneOf(Words).Select(word => Call((r, w) => new[] { w, null, "abc" }.Contains(r.Text), word)));
    }

    public enum Level
    {
        Low,
        Middle,
        High,
    }

    public sealed class Item
    {
        [VectorStoreKey]
        public int Id { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public int Number { get; set; }

        [VectorStoreData]
        public int? Maybe { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public string? Text { get; set; }

        [VectorStoreData]
        public bool Flag { get; set; }

        [VectorStoreData(IsIndexed = true)]
        public string[] Tags { get; set; } = [];

        [VectorStoreData]
        public Level Level { get; set; }

        [VectorStoreData]
        public byte Small { get; set; }

        [VectorStoreData]
        public float Real { get; set; }

        [VectorStoreVector(2)]
        public ReadOnlyMemory<float> Vector { get; set; } = new float[] { 1, 0 };
    }

    private sealed class Replacer(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        public Expression Replace(Expression expression) => Visit(expression);

        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
