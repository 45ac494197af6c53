using System.Globalization;

namespace Zvec.Engine.Expressions;

/// <summary>The arithmetic of formulas.</summary>
internal static class FormulaNumbers
{
    /// <summary>An integer of any width.</summary>
    public static object ToInteger(object value) => value switch
    {
        int number => (Int128)number,
        long number => (Int128)number,
        ulong number => (Int128)number,
        uint number => (Int128)number,
        short number => (Int128)number,
        ushort number => (Int128)number,
        sbyte number => (Int128)number,
        _ => (Int128)(byte)value,
    };

    /// <summary>A number as one of a kind that is as wide or wider.</summary>
    public static object Widen(object value, FormulaKind kind) => kind switch
    {
        FormulaKind.Double => value is Int128 integer ? (double)integer : Convert.ToDouble(value, CultureInfo.InvariantCulture),
        FormulaKind.Decimal => value is Int128 integer ? (decimal)integer : value,
        _ => value,
    };

    /// <summary>Two numbers of one kind, joined by an operator.</summary>
    /// <exception cref="ArithmeticException">The result is too large, or a division by zero.</exception>
    public static object Calculate(char sign, object left, object right) => left switch
    {
        Int128 integer => Calculate(sign, integer, (Int128)right),
        double number => Calculate(sign, number, (double)right),
        _ => Calculate(sign, (decimal)left, (decimal)right),
    };

    /// <summary>A number of the other sign.</summary>
    public static object Negate(object value) => value switch
    {
        Int128 integer => checked(-integer),
        decimal number => -number,
        _ => -Convert.ToDouble(value, CultureInfo.InvariantCulture),
    };

    private static Int128 Calculate(char sign, Int128 left, Int128 right)
    {
        if (right == 0 && sign is '/' or '%')
            throw new DivideByZeroException("division by zero");
        return checked(sign switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            '/' => left / right,
            _ => left % right,
        });
    }

    private static double Calculate(char sign, double left, double right) => sign switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        _ => left % right,
    };

    private static decimal Calculate(char sign, decimal left, decimal right) => sign switch
    {
        '+' => left + right,
        '-' => left - right,
        '*' => left * right,
        '/' => left / right,
        _ => left % right,
    };
}
