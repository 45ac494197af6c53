using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel;

/// <summary>Makes functions and plugins of a search that show their results as numbered sources. Those without numbers are Semantic
/// Kernel's own: <c>CreateWithSearch</c>, <c>CreateWithGetTextSearchResults</c> and <c>CreateWithGetSearchResults</c>.</summary>
public static class HybridTextSearchExtensions
{
    private const string FunctionName = "SearchWithCitations";

    private const string Description =
        "Searches for texts on the query. Returns them as numbered sources, best first; cite them as [number].";

    private const string ReflectionMessage =
        "Functions are made by reflection. The overload with JsonSerializerOptions is for trimming and NativeAOT.";

    /// <summary>Makes a plugin with one function, <c>SearchWithCitations</c>; see <see cref="CreateSearchWithCitations{TRecord}(
    /// HybridTextSearch{TRecord}, TextSearchOptions{TRecord}?)"/>.</summary>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="textSearch">The search.</param>
    /// <param name="pluginName">The name of the plugin.</param>
    /// <param name="description">What the plugin is for, as a model reads it; null for nothing.</param>
    /// <returns>The plugin.</returns>
    [RequiresUnreferencedCode(ReflectionMessage)]
    [RequiresDynamicCode(ReflectionMessage)]
    public static KernelPlugin CreateWithCitations<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this HybridTextSearch<TRecord> textSearch, string pluginName, string? description = null)
        where TRecord : class =>
        KernelPluginFactory.CreateFromFunctions(pluginName, description, [CreateSearchWithCitations(textSearch)]);

    /// <inheritdoc cref="CreateWithCitations{TRecord}(HybridTextSearch{TRecord}, string, string?)"/>
    /// <param name="textSearch">The search.</param>
    /// <param name="pluginName">The name of the plugin.</param>
    /// <param name="jsonSerializerOptions">How arguments are read and results written.</param>
    /// <param name="description">What the plugin is for, as a model reads it; null for nothing.</param>
    public static KernelPlugin CreateWithCitations<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this HybridTextSearch<TRecord> textSearch,
        string pluginName,
        JsonSerializerOptions jsonSerializerOptions,
        string? description = null)
        where TRecord : class =>
        KernelPluginFactory.CreateFromFunctions(pluginName, description, [CreateSearchWithCitations(textSearch, jsonSerializerOptions)]);

    /// <summary>Makes a function of a query, a count (5 unless given) and a number of results to skip (0 unless given). It returns
    /// <see cref="Citations.ToString"/>: the sources as a prompt shows them.</summary>
    /// <typeparam name="TRecord">The class of the records.</typeparam>
    /// <param name="textSearch">The search.</param>
    /// <param name="searchOptions">The filter, and the count and skip for calls that give none; null for the defaults.</param>
    /// <returns>The function.</returns>
    [RequiresUnreferencedCode(ReflectionMessage)]
    [RequiresDynamicCode(ReflectionMessage)]
    public static KernelFunction CreateSearchWithCitations<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this HybridTextSearch<TRecord> textSearch, TextSearchOptions<TRecord>? searchOptions = null)
        where TRecord : class =>
        KernelFunctionFactory.CreateFromMethod(ToMethod(textSearch, searchOptions), FunctionName, Description);

    /// <inheritdoc cref="CreateSearchWithCitations{TRecord}(HybridTextSearch{TRecord}, TextSearchOptions{TRecord}?)"/>
    /// <param name="textSearch">The search.</param>
    /// <param name="jsonSerializerOptions">How arguments are read and results written.</param>
    /// <param name="searchOptions">The filter, and the count and skip for calls that give none; null for the defaults.</param>
    public static KernelFunction CreateSearchWithCitations<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        this HybridTextSearch<TRecord> textSearch,
        JsonSerializerOptions jsonSerializerOptions,
        TextSearchOptions<TRecord>? searchOptions = null)
        where TRecord : class =>
        KernelFunctionFactory.CreateFromMethod(
            ToMethod(textSearch, searchOptions), jsonSerializerOptions, FunctionName, Description);

    private static Delegate ToMethod<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRecord>(
        HybridTextSearch<TRecord> textSearch, TextSearchOptions<TRecord>? searchOptions)
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(textSearch);
        int usualCount = searchOptions?.Top ?? TextSearchOptions<TRecord>.DefaultTop;
        int usualSkip = searchOptions?.Skip ?? 0;
        return SearchWithCitationsAsync;

        async Task<string> SearchWithCitationsAsync(
            [Description("What to search for")] string query,
            [Description("How many sources to return")] int? count = null,
            [Description("How many of the best sources to leave out")] int? skip = null,
            CancellationToken cancellationToken = default)
        {
            var wanted = new TextSearchOptions<TRecord>
            {
                Top = count ?? usualCount,
                Skip = skip ?? usualSkip,
                Filter = searchOptions?.Filter,
            };
            Citations citations = await textSearch.GetCitationsAsync(query, wanted, cancellationToken).ConfigureAwait(false);
            return citations.ToString();
        }
    }
}
