using Parlot;
using Parlot.Fluent;

namespace Zvec.Engine.Search;

/// <summary>Parses the text of a <see cref="TextQuery"/>.</summary>
/// <remarks>
/// <code>
/// query := all { ('OR' | '|' | '||') all }
/// all   := ['NOT'] run { 'NOT' run | ('AND' | '&amp;&amp;') ['NOT'] run }
/// run   := item { item }
/// item  := ['+' | '-'] [field ':'] ( word ['*'] | '"' text '"' ['~' places] | '(' query ')' ) ['^' number]
/// </code>
/// Inside an item there are no spaces.
/// </remarks>
internal sealed class TextQueryParser
{
    public const int MostCharacters = 1 << 16;
    public const int MostItems = 4096;
    public const int MostNesting = 100;

    private const string Operand = "a word, a phrase in quotes or '('";

    private readonly ParseContext _context;
    private readonly TextOccurrence _side;
    private int _items;

    private TextQueryParser(string text, TextOperator side)
    {
        _context = new ParseContext(new Scanner(text));
        _side = side == TextOperator.And ? TextOccurrence.Must : TextOccurrence.Should;
    }

    private Cursor Cursor => _context.Scanner.Cursor;

    /// <param name="text">The query.</param>
    /// <param name="side">How items side by side are joined.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>, with the column at which the text is no
    /// query.</exception>
    public static TextNode Parse(string text, TextOperator side)
    {
        if (text.Length > MostCharacters)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"The text query is {text.Length:N0} characters long; at most {MostCharacters:N0} are allowed.");
        }

        var parser = new TextQueryParser(text, side);
        try
        {
            TextNode node = parser.Query(nesting: 0);
            return parser.Cursor.Eof ? node : throw parser.Expected("no further ')', as none is open");
        }
        catch (ParseException error)
        {
            throw TextQueryError.At(text, error.Position.Offset, error.Message);
        }
    }

    private TextNode Query(int nesting)
    {
        int start = Cursor.Offset;
        var alternatives = new List<TextClause>();
        do
            alternatives.Add(new TextClause(TextOccurrence.Should, All(nesting)));
        while (Found(TextQueryGrammar.Or));
        return alternatives.Count == 1 ? alternatives[0].Node : new TextGroup(start, alternatives);
    }

    private TextNode All(int nesting)
    {
        SkipSpace();
        TextPosition start = Cursor.Position;
        bool negated = Found(TextQueryGrammar.Not);
        TextGroup first = Run(nesting);
        var clauses = new List<TextClause>();
        bool isOne = true;
        Add(clauses, first, negated);
        while (true)
        {
            bool joined = Found(TextQueryGrammar.And);
            bool negatedNext = Found(TextQueryGrammar.Not);
            if (!joined && !negatedNext)
                break;
            Add(clauses, Run(nesting), negatedNext);
            isOne = false;
        }

        if (isOne && !negated)
            clauses = [.. first.Clauses];
        if (clauses.TrueForAll(clause => clause.Occurrence == TextOccurrence.MustNot))
            throw new ParseException("beside what documents must not have something that they may have", start);
        return clauses is [{ Occurrence: not TextOccurrence.MustNot, Node: var only }] ? only : new TextGroup(start.Offset, clauses);
    }

    /// <summary>Adds a run to those that AND and NOT join. One that only says what must not be has the others to be taken from.</summary>
    private void Add(List<TextClause> clauses, TextGroup run, bool negated)
    {
        bool onlyNot = run.Clauses.All(clause => clause.Occurrence == TextOccurrence.MustNot);
        if (onlyNot && negated)
            throw Expected("something positive behind 'NOT'");
        if (onlyNot)
            clauses.AddRange(run.Clauses);
        else
            clauses.Add(new TextClause(negated ? TextOccurrence.MustNot : TextOccurrence.Must, run.Clauses is [var only] ? only.Node : run));
    }

    private TextGroup Run(int nesting)
    {
        SkipSpace();
        int start = Cursor.Offset;
        var clauses = new List<TextClause>();
        do
        {
            TextOccurrence occurrence = Found(TextQueryGrammar.Plus) ? TextOccurrence.Must
                : Found(TextQueryGrammar.Minus) ? TextOccurrence.MustNot
                : _side;
            clauses.Add(new TextClause(occurrence, Item(nesting)));
            if (++_items > MostItems)
                throw Expected($"at most {MostItems} words and phrases");
            SkipSpace();
        }
        while (!Cursor.Eof && Cursor.Current is not (')' or '|') && !IsNext(TextQueryGrammar.AnyOperator));
        return new TextGroup(start, clauses);
    }

    private TextNode Item(int nesting)
    {
        int start = Cursor.Offset;
        string? field = null;
        if (Take(TextQueryGrammar.Word, out TextQueryWord word) && Take(TextQueryGrammar.Colon, out _))
        {
            field = word.Text;
            word = default;
            Take(TextQueryGrammar.Word, out word);
        }

        TextNode node = word.Text is not null ? Word(word, start) : Phrase(start) ?? (TextNode)Group(start, nesting);
        double boost = Take(TextQueryGrammar.Boost, out double number) ? number : 1;
        if (!Cursor.Eof && !char.IsWhiteSpace(Cursor.Current) && Cursor.Current is not (')' or '|' or '(' or '"'))
            throw Expected(Cursor.Current == '~' ? "'~' behind a phrase only" : "a space, ')' or the end");
        return node with { Field = field, Boost = node.Boost * boost };
    }

    private TextWords Word(TextQueryWord word, int start)
    {
        if (word.Is("AND") || word.Is("OR") || word.Is("NOT") || word.Is("&&"))
        {
            Cursor.ResetPosition(start);
            throw Expected(Operand);
        }

        return new TextWords(start, word.Text, Take(TextQueryGrammar.Star, out _));
    }

    private TextPhrase? Phrase(int start)
    {
        if (!Take(TextQueryGrammar.Quoted, out string? text))
            return null;
        return new TextPhrase(start, text!, Take(TextQueryGrammar.Slop, out int slop) ? slop : 0);
    }

    /// <summary>A query in parentheses, as a node of its own: what is said of it in front and behind holds for all of it.</summary>
    private TextGroup Group(int start, int nesting)
    {
        if (!Take(TextQueryGrammar.Open, out _))
            throw Expected(Operand);
        if (nesting == MostNesting)
            throw Expected($"at most {MostNesting} nested parentheses");
        TextNode inner = Query(nesting + 1);
        if (!Take(TextQueryGrammar.Close, out _))
            throw Expected("')'");
        return new TextGroup(start, [new TextClause(TextOccurrence.Should, inner)]);
    }

    /// <summary>Goes on behind a token if it stands behind the spaces here.</summary>
    private bool Found<T>(Parser<T> token)
    {
        SkipSpace();
        return Take(token, out _);
    }

    private bool Take<T>(Parser<T> parser, out T? value)
    {
        var result = new ParseResult<T>();
        bool found = parser.Parse(_context, ref result);
        value = found ? result.Value : default;
        return found;
    }

    private bool IsNext<T>(Parser<T> token)
    {
        TextPosition here = Cursor.Position;
        bool found = Take(token, out _);
        Cursor.ResetPosition(here);
        return found;
    }

    private void SkipSpace()
    {
        while (!Cursor.Eof && char.IsWhiteSpace(Cursor.Current))
            Cursor.Advance();
    }

    private ParseException Expected(string what) => new(what, Cursor.Position);
}
