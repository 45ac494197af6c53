using Microsoft.Extensions.VectorData;
using Microsoft.SemanticKernel.Data;

namespace Zvec.SemanticKernel.Tests.Support;

/// <summary>A <see cref="Passage"/> as a program sees it that makes its vectors itself.</summary>
public sealed class BarePassage
{
    [VectorStoreKey]
    public string Id { get; set; } = "";

    [VectorStoreData(IsFullTextIndexed = true), TextSearchResultValue]
    public string Text { get; set; } = "";

    [VectorStoreVector(100)]
    public ReadOnlyMemory<float> Embedding { get; set; }
}
