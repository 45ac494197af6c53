namespace Zvec.Engine.Expressions;

/// <summary>Joins terms, and says which do not go together.</summary>
internal static class FormulaParts
{
    /// <summary>Two numbers joined by an operator; null where one is null.</summary>
    public static FormulaPart Arithmetic(char sign, FormulaPart left, FormulaPart right)
    {
        if (left.Kind is not (FormulaKind.Null or FormulaKind.Integer or FormulaKind.Double or FormulaKind.Decimal))
            throw NoNumber(sign, left);
        if (right.Kind is not (FormulaKind.Null or FormulaKind.Integer or FormulaKind.Double or FormulaKind.Decimal))
            throw NoNumber(sign, right);
        FormulaKind kind = Common(left, right, $"'{sign}'");
        return new FormulaPart(kind, default, inputs =>
            left.Evaluate(inputs) is { } one && right.Evaluate(inputs) is { } other
                ? FormulaNumbers.Calculate(sign, FormulaNumbers.Widen(one, kind), FormulaNumbers.Widen(other, kind))
                : null);
    }

    /// <summary>A number with the other sign.</summary>
    public static FormulaPart Negate(FormulaPart term) => term.Kind
            is FormulaKind.Null or FormulaKind.Integer or FormulaKind.Double or FormulaKind.Decimal
        ? new FormulaPart(term.Kind, default, inputs => term.Evaluate(inputs) is { } value ? FormulaNumbers.Negate(value) : null)
        : throw NoNumber('-', term);

    /// <summary>Two texts one after the other; null where one is null.</summary>
    public static FormulaPart Join(FormulaPart left, FormulaPart right)
    {
        foreach (FormulaPart term in (FormulaPart[])[left, right])
        {
            if (term.Kind == FormulaKind.Other && !ValueConversion.Exists(term.Type, DataType.String))
                throw Invalid($"'||' joins texts, and {term.Type} values have none");
        }

        return new FormulaPart(FormulaKind.Text, default, inputs =>
            left.Evaluate(inputs) is { } one && right.Evaluate(inputs) is { } other
                ? ValueConversion.ToText(one) + ValueConversion.ToText(other)
                : null);
    }

    /// <summary>The first of several that is not null.</summary>
    public static FormulaPart FirstOf(IReadOnlyList<FormulaPart> terms)
    {
        FormulaPart common = terms.Aggregate((left, right) => new FormulaPart(
            Common(left, right, "coalesce"), left.Kind == FormulaKind.Null ? right.Type : left.Type, left.Evaluate));
        return common with
        {
            Evaluate = inputs =>
            {
                foreach (FormulaPart term in terms)
                {
                    if (term.Evaluate(inputs) is { } value)
                        return FormulaNumbers.Widen(value, common.Kind);
                }

                return null;
            },
        };
    }

    /// <summary>Whether a field can have the values of a term, each by itself permitting.</summary>
    public static bool Fits(FormulaPart term, DataType type) => term.Kind switch
    {
        FormulaKind.Null => true,
        FormulaKind.Integer => type is >= DataType.Int8 and <= DataType.Decimal,
        FormulaKind.Double => type is DataType.Float32 or DataType.Float64,
        FormulaKind.Decimal => type == DataType.Decimal,
        FormulaKind.Text => type == DataType.String,
        FormulaKind.Truth => type == DataType.Bool,
        _ => type == term.Type,
    };

    /// <summary>What a term is, for messages.</summary>
    public static string Describe(FormulaPart term) => term.Kind switch
    {
        FormulaKind.Integer => "an integer",
        FormulaKind.Double => "a double",
        FormulaKind.Decimal => "a decimal",
        FormulaKind.Text => "text",
        FormulaKind.Truth => "true or false",
        FormulaKind.Null => "null",
        _ => $"of type {term.Type}",
    };

    private static FormulaKind Common(FormulaPart left, FormulaPart right, string where)
    {
        if (left.Kind == FormulaKind.Null)
            return right.Kind;
        if (right.Kind == FormulaKind.Null)
            return left.Kind;
        if (left.Kind == right.Kind && (left.Kind != FormulaKind.Other || left.Type == right.Type))
            return left.Kind;
        if (left.Kind == FormulaKind.Integer && right.Kind is FormulaKind.Double or FormulaKind.Decimal)
            return right.Kind;
        if (right.Kind == FormulaKind.Integer && left.Kind is FormulaKind.Double or FormulaKind.Decimal)
            return left.Kind;
        throw Invalid($"{where} cannot join what is {Describe(left)} and what is {Describe(right)}");
    }

    private static ZvecException NoNumber(char sign, FormulaPart term) =>
        Invalid($"'{sign}' takes numbers, and what stands beside it is {Describe(term)}");

    private static ZvecException Invalid(string what) => new(ZvecErrorCode.InvalidArgument, $"The formula is not valid: {what}.");
}
