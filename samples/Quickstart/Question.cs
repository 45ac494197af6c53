using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Zvec.Samples.Quickstart;

/// <summary>What is asked: the description of a meaning, and perhaps a condition on its record.</summary>
/// <param name="Text">The description, in any words.</param>
/// <param name="Filter">The condition; null for none.</param>
/// <param name="FilterText">The condition as it stands in the program; filled in by the compiler.</param>
internal sealed record Question(
    string Text,
    Expression<Func<Synset, bool>>? Filter = null,
    [CallerArgumentExpression(nameof(Filter))] string? FilterText = null)
{
    /// <summary>What the program asks when the command line asks nothing.</summary>
    public static IReadOnlyList<Question> Examples { get; } =
    [
        new("a small furry animal kept as a pet"),
        new("a small furry animal kept as a pet", synset => synset.Category == "noun.animal"),
        new("a cloth worn around the neck for warmth"),
        new("to cook meat in an oven", synset => synset.PartOfSpeech == "verb"),
        new("someone who is in charge of a ship", synset => synset.Words.Contains("captain")),
        new("extremely cold", synset => synset.PartOfSpeech == "adj" && synset.Links >= 3),
    ];
}
