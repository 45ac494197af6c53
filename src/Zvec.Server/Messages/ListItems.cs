using System.Diagnostics.CodeAnalysis;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>Lists as they come in, in which anything may be null.</summary>
internal static class ListItems
{
    /// <summary>The list, in which nothing is null.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: something is.</exception>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? WithoutNulls<T>(this IReadOnlyList<T>? items, string name)
        where T : class
    {
        for (int i = 0; i < (items?.Count ?? 0); i++)
        {
            if (items![i] is null)
                throw new ZvecException(ZvecErrorCode.InvalidArgument, $"Entry {i} of '{name}' is null; leave it out.");
        }

        return items;
    }
}
