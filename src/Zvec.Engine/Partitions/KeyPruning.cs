using Zvec.Engine.Columns;
using Zvec.Engine.Documents;
using Zvec.Engine.Filters;

namespace Zvec.Engine.Partitions;

/// <summary>Prunes by the keys that a filter names.</summary>
internal sealed class KeyPruning(KeyPartitioning by, CollectionSchema schema, IReadOnlyList<string> names) : PartitionPruning
{
    public override bool[]? MayMatch(Filter filter) =>
        NamesOf(filter) is { } some ? [.. names.Select(some.Contains)] : null;

    /// <summary>The names of the partitions that may match; null for all.</summary>
    private HashSet<string>? NamesOf(Filter filter)
    {
        switch (filter)
        {
            case CompareFilter { Comparison: Comparison.Equal } equal when equal.Field == schema.KeyName:
                return NamesOf([equal.Value]);
            case InFilter one when one.Field == schema.KeyName:
                return NamesOf(one.Values);
            case AndFilter and:
                HashSet<string>? common = null;
                foreach (HashSet<string> some in and.Operands.Select(NamesOf).OfType<HashSet<string>>())
                {
                    if (common is null)
                        common = some;
                    else
                        common.IntersectWith(some);
                }

                return common;
            case OrFilter or:
                var any = new HashSet<string>(StringComparer.Ordinal);
                foreach (Filter operand in or.Operands)
                {
                    if (NamesOf(operand) is not { } some)
                        return null;
                    any.UnionWith(some);
                }

                return any;
            default:
                return null;
        }
    }

    private HashSet<string>? NamesOf(IEnumerable<object> values)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (object value in values)
        {
            // text that is read as a Guid, say, is no key yet
            if (FieldValues.Normalize(PhysicalTypes.OfKey(schema.Key), value, out _) is not { } key)
                return null;
            if (key is string text && !KeyRules.IsText(text))
                continue;
            found.Add(by.NameOf(schema, DocumentKey.From(key)));
        }

        return found;
    }
}
