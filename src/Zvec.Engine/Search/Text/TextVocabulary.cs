using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>Looks up what a query searches: fields by name, and their terms in all segments, each once.</summary>
internal sealed class TextVocabulary(Snapshot snapshot, string query, CancellationToken cancellation)
{
    /// <summary>The most different terms that a query may look for.</summary>
    public const int MostTerms = 4096;

    /// <summary>The most terms of a segment that a prefix may stand for.</summary>
    public const int MostOfPrefix = 1 << 14;

    private readonly Dictionary<string, SearchedField> _fields = [];
    private readonly Dictionary<(SearchedField, string, bool), SearchedTerm> _terms = [];

    /// <exception cref="ZvecException">There is no such field, or it has no text index.</exception>
    public SearchedField Field(string name)
    {
        if (!_fields.TryGetValue(name, out SearchedField? field))
            _fields.Add(name, field = SearchedField.Open(snapshot, name, cancellation));
        return field;
    }

    /// <summary>The terms at a place of a part of the query, which count as one.</summary>
    public SearchedTerm Term(SearchedField field, QueryTokens tokens, int place) =>
        Find((field, tokens.Key(place), false), index =>
        {
            var entries = new List<TermEntry>();
            foreach (byte[] term in tokens.Terms[place])
            {
                if (index.TryFind(term, out TermEntry entry) && !entries.Contains(entry))
                    entries.Add(entry);
            }

            return entries;
        });

    /// <summary>All terms that begin like one of those at a place of a part of the query.</summary>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: they are too many.</exception>
    public SearchedTerm Prefix(SearchedField field, QueryTokens tokens, int place, TextWords words) =>
        Find((field, tokens.Key(place), true), index =>
        {
            var entries = new List<TermEntry>();
            foreach (byte[] term in tokens.Terms[place])
                index.FindPrefix(term, MostOfPrefix + 1 - entries.Count, entries);
            if (entries.Count > MostOfPrefix)
            {
                throw Invalid(
                    words.Offset, $"more than {MostOfPrefix:N0} words of field '{field.Name}' begin with '{words.Text}'; use a longer prefix");
            }

            return tokens.Terms[place].Count == 1 ? entries : [.. entries.Distinct()];
        });

    /// <summary>An error of a part of the query.</summary>
    public ZvecException Invalid(int offset, string what) => new(
        ZvecErrorCode.InvalidArgument, $"The text query cannot be answered, because of {TextQueryError.Place(query, offset)}: {what}.");

    private SearchedTerm Find((SearchedField Field, string Text, bool IsPrefix) key, Func<TextIndex, List<TermEntry>> find)
    {
        if (_terms.TryGetValue(key, out SearchedTerm? term))
            return term;
        if (_terms.Count == MostTerms)
            throw Invalid(0, $"it looks for more than {MostTerms:N0} different words");
        var entries = new List<TermEntry>[snapshot.Views.Length];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = key.Field.IndexOf(i) is { } index ? find(index) : [];
        term = new SearchedTerm(key.Field, entries);
        _terms.Add(key, term);
        return term;
    }
}
