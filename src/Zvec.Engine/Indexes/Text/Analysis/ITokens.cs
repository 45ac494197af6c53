namespace Zvec.Engine.Indexes.Text.Analysis;

/// <summary>The tokens of a text, one after the other, as they stand there.</summary>
internal interface ITokens
{
    /// <summary>Where the present token begins, in UTF-16 code units.</summary>
    int Start { get; }

    /// <summary>Where it ends.</summary>
    int End { get; }

    /// <summary>Its place among the tokens.</summary>
    int Position { get; }

    /// <summary>Moves to the next token; false behind the last.</summary>
    bool Next();
}
