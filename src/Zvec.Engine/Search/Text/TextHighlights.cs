using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Finds where the words of a query stand in the documents that it found. What documents must not have is not looked
/// for.</summary>
internal sealed class TextHighlights
{
    private readonly CollectionSchema _schema;
    private readonly List<(FieldSchema Field, TextAnalyzer Analyzer, TextHighlighter Highlighter)> _fields = [];

    private TextHighlights(CollectionSchema schema) => _schema = schema;

    /// <param name="query">A query that the collection could answer.</param>
    /// <param name="schema">The collection's schema.</param>
    /// <returns>Null when the query does not ask for highlights.</returns>
    public static TextHighlights? Of(SearchQuery query, CollectionSchema schema) => Including(null, query, schema);

    /// <param name="queries">Queries that the collection could answer; the words of all are shown.</param>
    /// <param name="schema">The collection's schema.</param>
    /// <returns>Null when none of the queries asks for highlights.</returns>
    public static TextHighlights? Of(IEnumerable<SearchQuery> queries, CollectionSchema schema)
    {
        TextHighlights? highlights = null;
        foreach (SearchQuery query in queries)
            highlights = Including(highlights, query, schema);
        return highlights;
    }

    /// <summary>Where the words stand in a row.</summary>
    public IReadOnlyList<TextHighlight> In(Segment segment, int row)
    {
        var found = new List<TextHighlight>();
        foreach ((FieldSchema field, _, TextHighlighter highlighter) in _fields)
        {
            if (segment.FindColumn(field.Id)?.GetValue(row) is string text)
                found.AddRange(highlighter.Find(text).Select(span => new TextHighlight(field.Name, span.Start, span.End - span.Start)));
        }

        return found;
    }

    private static TextHighlights? Including(TextHighlights? highlights, SearchQuery query, CollectionSchema schema)
    {
        if (query is not TextQuery { Highlight: true } text)
            return highlights;
        highlights ??= new TextHighlights(schema);
        string[] fields = [.. text.Fields.Select(field => field.Name)];
        highlights.Add(text.Literal ? new TextWords(0, text.Text) : TextQueryParser.Parse(text.Text, text.DefaultOperator), fields);
        return highlights;
    }

    private void Add(TextNode node, string[] fields)
    {
        if (node.Field is not null)
            fields = [node.Field];
        if (node is TextGroup group)
        {
            foreach (TextClause clause in group.Clauses)
            {
                if (clause.Occurrence != TextOccurrence.MustNot)
                    Add(clause.Node, fields);
            }

            return;
        }

        foreach (string field in fields)
        {
            (_, TextAnalyzer analyzer, TextHighlighter highlighter) = Field(field);
            if (node is TextWords words)
                AddTerms(QueryTokens.Of(analyzer, words), highlighter);
            else if (node is TextPhrase phrase)
                AddPhrase(QueryTokens.Of(analyzer, phrase.Text), phrase.Slop, highlighter);
        }
    }

    private static void AddTerms(QueryTokens tokens, TextHighlighter highlighter)
    {
        for (int place = 0; place < tokens.Terms.Count; place++)
        {
            foreach (byte[] term in tokens.Terms[place])
            {
                if (place == tokens.PrefixPlace)
                    highlighter.AddPrefix(term);
                else
                    highlighter.AddTerm(term);
            }
        }
    }

    private static void AddPhrase(QueryTokens tokens, int slop, TextHighlighter highlighter)
    {
        // where analysis finds several terms in a place, all of them are shown wherever they stand
        if (tokens.Terms.Exists(terms => terms.Count > 1))
            AddTerms(tokens, highlighter);
        else
            highlighter.AddPhrase([.. tokens.Terms.Select((terms, i) => new PhraseTerm(terms[0], tokens.Positions[i]))], slop);
    }

    private (FieldSchema Field, TextAnalyzer Analyzer, TextHighlighter Highlighter) Field(string name)
    {
        int place = _fields.FindIndex(known => known.Field.Name == name);
        if (place >= 0)
            return _fields[place];
        FieldSchema field = _schema.FindField(name)!;
        var analyzer = TextAnalyzer.For((TextIndexOptions)field.Index!);
        _fields.Add((field, analyzer, new TextHighlighter(analyzer)));
        return _fields[^1];
    }
}
