using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel.Reading;

/// <summary>Reads the text, the name and the link of a record from the properties that Semantic Kernel's attributes mark.</summary>
internal static class RecordTexts<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>
    where TRecord : class
{
    /// <exception cref="InvalidOperationException">The class marks no text, or marks something twice.</exception>
    public static Func<TRecord, TextSearchResult> ToResult()
    {
        PropertyInfo value = Find<TextSearchResultValueAttribute>() ?? throw new InvalidOperationException(
            $"{typeof(TRecord)} has no property marked with [TextSearchResultValue]. Mark the one with the text of a result, or set "
            + "ResultMapper in the options of the search.");
        PropertyInfo? name = Find<TextSearchResultNameAttribute>();
        PropertyInfo? link = Find<TextSearchResultLinkAttribute>();
        return record => new TextSearchResult(Read(value, record) ?? "") { Name = Read(name, record), Link = Read(link, record) };
    }

    private static PropertyInfo? Find<TAttribute>()
        where TAttribute : Attribute
    {
        PropertyInfo[] marked =
        [
            .. typeof(TRecord).GetProperties().Where(property => property.IsDefined(typeof(TAttribute)) && property.CanRead),
        ];
        return marked.Length <= 1
            ? marked.SingleOrDefault()
            : throw new InvalidOperationException(
                $"{typeof(TRecord)} marks {string.Join(" and ", marked.Select(property => property.Name))} with "
                + $"[{typeof(TAttribute).Name.Replace("Attribute", "", StringComparison.Ordinal)}]; only one may be.");
    }

    private static string? Read(PropertyInfo? property, TRecord record) =>
        Convert.ToString(property?.GetValue(record), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;
}
