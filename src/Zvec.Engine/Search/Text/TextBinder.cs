namespace Zvec.Engine.Search;

/// <summary>Binds a query to a snapshot: analyses its words as each field wants it and looks the terms up.</summary>
internal sealed class TextBinder
{
    /// <summary>The most and, turned round, the least that boosts may multiply to.</summary>
    private const double MostBoost = 1e12;

    private readonly TextVocabulary _vocabulary;
    private readonly TextQuery _query;

    private TextBinder(TextVocabulary vocabulary, TextQuery query)
    {
        _vocabulary = vocabulary;
        _query = query;
    }

    /// <summary>Binds a query.</summary>
    /// <returns>Null when analysis left nothing of it.</returns>
    /// <exception cref="ZvecException">The text is no query, or does not fit the collection.</exception>
    public static BoundText? Bind(TextQuery query, TextVocabulary vocabulary)
    {
        var binder = new TextBinder(vocabulary, query);
        var fields = new List<BoostedField>();
        foreach (TextField field in query.Fields)
        {
            if (!(field.Boost > 0 && field.Boost <= TextQueryGrammar.MostBoost))
                throw vocabulary.Invalid(0, $"the boost {field.Boost} of field '{field.Name}' is not above 0 and at most 1,000,000");
            fields.Add(new BoostedField(vocabulary.Field(field.Name), field.Boost));
        }

        if (query.Literal)
            return binder.Literal(fields);
        TextNode node = TextQueryParser.Parse(query.Text, query.DefaultOperator);
        return node switch
        {
            TextGroup group => binder.Group(group, fields, group.Boost, query.MinimumShouldMatch),
            TextWords words when words.Field is null => binder.Words(words, fields, words.Boost, query.MinimumShouldMatch),
            _ => binder.Bind(node, fields, 1),
        };
    }

    private BoundText? Bind(TextNode node, List<BoostedField> fields, double boost)
    {
        boost *= node.Boost;
        if (boost is > MostBoost or < 1 / MostBoost)
            throw _vocabulary.Invalid(node.Offset, "the boosts multiply to too large or too small a number");
        if (node.Field is not null)
            fields = [new BoostedField(FieldOf(node), 1)];
        return node switch
        {
            TextGroup group => Group(group, fields, boost, needed: 0),
            TextPhrase phrase => Any(fields.Select(field => Phrase(phrase, field, boost))),
            TextWords words => Words(words, fields, boost, needed: 0),
            _ => throw new ArgumentException($"A {node.GetType().Name} is no part of a query.", nameof(node)),
        };
    }

    private SearchedField FieldOf(TextNode node)
    {
        try
        {
            return _vocabulary.Field(node.Field!);
        }
        catch (ZvecException error)
        {
            throw new ZvecException(
                error.Code,
                $"{error.Message} The text query names the field at {TextQueryError.Place(_query.Text, node.Offset)}; "
                    + "where the colon belongs to the word, put a backslash before it.");
        }
    }

    private BoundText? Group(TextGroup group, List<BoostedField> fields, double boost, int needed)
    {
        if (group.Field is not null)
            fields = [new BoostedField(FieldOf(group), 1)];
        ILookup<TextOccurrence, BoundText> parts = group.Clauses
            .Select(clause => (clause.Occurrence, Part: Bind(clause.Node, fields, boost)))
            .Where(clause => clause.Part is not null)
            .ToLookup(clause => clause.Occurrence, clause => clause.Part!);
        return BoundGroup.Join(parts[TextOccurrence.Must], parts[TextOccurrence.Should], parts[TextOccurrence.MustNot], needed);
    }

    /// <summary>Binds the text as nothing but words. Fields that are analysed differently need not agree what a word is: there it is what
    /// stands between spaces.</summary>
    private BoundText? Literal(List<BoostedField> fields)
    {
        if (AreAnalysedAlike(fields))
            return Words(new TextWords(0, _query.Text), fields, 1, _query.MinimumShouldMatch);
        return Side(
            _query.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => Words(new TextWords(0, word), fields, 1, needed: 0)),
            _query.MinimumShouldMatch);
    }

    /// <summary>Binds words that stand side by side; each may be in any of the fields.</summary>
    private BoundText? Words(TextWords words, List<BoostedField> fields, double boost, int needed)
    {
        QueryTokens[] tokens = [.. fields.Select(field => QueryTokens.Of(field.Field.Analyzer, words.Text))];
        if (AreAnalysedAlike(fields))
        {
            return Side(
                Enumerable.Range(0, tokens[0].Terms.Count).Select(place => Any(fields.Select((field, i) => Term(field, tokens[i], place)))),
                needed);
        }

        return Any(fields.Select((field, i) => Side(
            Enumerable.Range(0, tokens[i].Terms.Count).Select(place => Term(field, tokens[i], place)), needed)));

        BoundTerm Term(BoostedField field, QueryTokens tokens, int place) => new(
            words.IsPrefix && place == tokens.Terms.Count - 1
                ? _vocabulary.Prefix(field.Field, tokens, place, words)
                : _vocabulary.Term(field.Field, tokens, place),
            boost * field.Boost);
    }

    private BoundText? Phrase(TextPhrase phrase, BoostedField field, double boost)
    {
        QueryTokens tokens = QueryTokens.Of(field.Field.Analyzer, phrase.Text);
        SearchedTerm[] terms = [.. Enumerable.Range(0, tokens.Terms.Count).Select(place => _vocabulary.Term(field.Field, tokens, place))];
        return terms.Length switch
        {
            0 => null,
            1 => new BoundTerm(terms[0], boost * field.Boost),
            _ => new BoundPhrase(terms, [.. tokens.Positions], phrase.Slop, boost * field.Boost),
        };
    }

    private BoundText? Side(IEnumerable<BoundText?> parts, int needed)
    {
        IEnumerable<BoundText> there = parts.OfType<BoundText>();
        return _query.DefaultOperator == TextOperator.And ? BoundGroup.Join(there, [], []) : BoundGroup.Join([], there, [], needed);
    }

    private static BoundText? Any(IEnumerable<BoundText?> parts) => BoundGroup.Join([], parts.OfType<BoundText>(), []);

    private static bool AreAnalysedAlike(List<BoostedField> fields) =>
        fields.TrueForAll(field => field.Field.Options.Equals(fields[0].Field.Options));

    private readonly record struct BoostedField(SearchedField Field, double Boost);
}
