using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Zvec.SemanticKernel.Filtering;

/// <summary>The value of a filter clause. A model that calls a function gives its arguments as text or JSON, whatever the property
/// is.</summary>
internal static class ClauseValue
{
    /// <summary>The value without JSON around it.</summary>
    public static object? Plain(object? value) => value is not JsonElement json
        ? value
        : json.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when json.TryGetInt32(out int number) => number,
            JsonValueKind.Number when json.TryGetInt64(out long number) => number,
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.String => json.GetString(),
            _ => json.GetRawText(),
        };

    /// <summary>The value as a property of some type has it.</summary>
    /// <exception cref="ArgumentException">It cannot be.</exception>
    public static object? To(Type type, object? value, string name)
    {
        object? plain = Plain(value);
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (plain is null)
        {
            return !type.IsValueType || target != type
                ? null
                : throw new ArgumentException($"The filter compares '{name}' with null, which a value of type {type} never is.");
        }

        if (target.IsInstanceOfType(plain))
            return plain;

        try
        {
            // By way of text nothing is rounded: 1.5 is no whole number.
            return Parse(target, Convert.ToString(plain, CultureInfo.InvariantCulture) ?? "");
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"The filter compares '{name}' with '{plain}', which is no value of type {target}.", exception);
        }
    }

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "Only the built-in converters of simple types are asked for, and the runtime keeps them.")]
    [UnconditionalSuppressMessage(
        "Trimming", "IL2067", Justification = "Only the built-in converters of simple types are asked for, and the runtime keeps them.")]
    private static object? Parse(Type target, string text)
    {
        if (target.IsEnum)
            return Enum.Parse(target, text, ignoreCase: true);

        // Some converters make a default value of nothing.
        return target != typeof(string) && string.IsNullOrWhiteSpace(text)
            ? throw new FormatException("The text is empty.")
            : TypeDescriptor.GetConverter(target).ConvertFromInvariantString(text);
    }
}
