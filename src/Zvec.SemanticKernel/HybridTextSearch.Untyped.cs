using System.Linq.Expressions;
using Microsoft.SemanticKernel.Data;
using Zvec.SemanticKernel.Filtering;

namespace Zvec.SemanticKernel;

// Semantic Kernel's plugins and providers take the older interface only, which is marked as obsolete in favour of the typed one.
#pragma warning disable CS0618

/// <content>The interface without a type of record, which plugins use.</content>
public sealed partial class HybridTextSearch<TRecord> : ITextSearch
{
    Task<KernelSearchResults<string>> ITextSearch.SearchAsync(
        string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        SearchAsync(query, ToTyped(searchOptions), cancellationToken);

    Task<KernelSearchResults<TextSearchResult>> ITextSearch.GetTextSearchResultsAsync(
        string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken) =>
        GetTextSearchResultsAsync(query, ToTyped(searchOptions), cancellationToken);

    Task<KernelSearchResults<object>> ITextSearch.GetSearchResultsAsync(
        string query, TextSearchOptions? searchOptions, CancellationToken cancellationToken)
    {
        TextSearchOptions<TRecord>? options = ToTyped(searchOptions);
        return ToResults<object>(Find(query, SearchRange.From(options), options?.Filter, cancellationToken), found => found.Record);
    }

    private static TextSearchOptions<TRecord>? ToTyped(TextSearchOptions? options) => options is null
        ? null
        : new TextSearchOptions<TRecord>
        {
            Top = options.Top,
            Skip = options.Skip,
            IncludeTotalCount = options.IncludeTotalCount,
            Filter = FilterClauseExpressions<TRecord>.ToExpression(options.Filter),
        };
}
