namespace Zvec.Engine.Indexes.Text;

/// <summary>Takes the tokens of a text, in the order of their positions.</summary>
internal interface ITokenSink
{
    /// <summary>Takes a token.</summary>
    /// <param name="term">What it is looked up as, in UTF-8: lower-cased, folded, stemmed; valid during the call.</param>
    /// <param name="position">Its place among the text's tokens, from 0. Tokens may share a place; places may be free where tokens were left
    /// out.</param>
    /// <param name="start">Where it begins in the text, in UTF-16 code units.</param>
    /// <param name="end">Where it ends.</param>
    void Add(scoped ReadOnlySpan<byte> term, int position, int start, int end);
}
