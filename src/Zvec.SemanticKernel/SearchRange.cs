using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel;

/// <summary>Which of the results a search wants.</summary>
internal readonly record struct SearchRange(int Top, int Skip)
{
    public static SearchRange From<TRecord>(TextSearchOptions<TRecord>? options)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Top, 1, nameof(options.Top));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Skip, nameof(options.Skip));
        return new SearchRange(options.Top, options.Skip);
    }
}
