using Zvec.Engine.Indexes.Text;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>A field that a text query searches: its index in each segment, and the statistics of all of them together.</summary>
/// <remarks>Scores are those of Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.4, with
/// an inverse document frequency that is never negative: ln(1 + (N − n + ½) / (n + ½)).</remarks>
internal sealed class SearchedField
{
    /// <summary>How soon further occurrences of a term stop to count.</summary>
    private const double K1 = 1.2;

    /// <summary>How much the length of a text counts.</summary>
    private const double B = 0.75;

    private readonly TextIndex?[] _indexes;
    private readonly double _averageLength;
    private readonly double[] _shortTexts = new double[256];

    private SearchedField(FieldSchema schema, TextIndexOptions options, TextIndex?[] indexes)
    {
        Name = schema.Name;
        Options = options;
        Analyzer = TextAnalyzer.For(options);
        _indexes = indexes;
        long tokens = 0;
        foreach (TextIndex? index in indexes)
        {
            TextCount += index?.TextCount ?? 0;
            tokens += index?.TokenCount ?? 0;
        }

        _averageLength = Math.Max(1, tokens) / (double)Math.Max(1, TextCount);
        for (int length = 0; length < _shortTexts.Length; length++)
            _shortTexts[length] = Saturation(length);
    }

    public string Name { get; }

    public TextIndexOptions Options { get; }

    public TextAnalyzer Analyzer { get; }

    /// <summary>The texts of all segments, deleted ones too as long as they are there.</summary>
    public long TextCount { get; }

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.NotFound"/>: there is no such field.
    /// <see cref="ZvecErrorCode.InvalidArgument"/>: it has no text index.</exception>
    public static SearchedField Open(Snapshot snapshot, string name, CancellationToken cancellation)
    {
        CollectionSchema schema = snapshot.Schema;
        FieldSchema field = schema.FindField(name) ?? throw new ZvecException(
            ZvecErrorCode.NotFound, $"Collection '{schema.Name}' has no field '{name}'; its fields are {schema.DescribeFields()}.");
        if (field.Index is not TextIndexOptions options)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"Field '{name}' of collection '{schema.Name}' has no text index. "
                    + $"CreateIndexAsync with {nameof(TextIndexOptions)} makes one, for a field of single strings.");
        }

        var indexes = new TextIndex?[snapshot.Views.Length];
        for (int i = 0; i < indexes.Length; i++)
            indexes[i] = snapshot.Views[i].Segment.FindTextIndex(field, snapshot.Views[i].RowCount, cancellation);
        return new SearchedField(field, options, indexes);
    }

    /// <summary>The field's index in a segment; null where the segment has none.</summary>
    public TextIndex? IndexOf(int segment) => _indexes[segment];

    /// <summary>What a term's contribution to a score approaches when it occurs ever more often.</summary>
    /// <param name="documents">The documents that have it.</param>
    public double MostContribution(long documents)
    {
        double count = Math.Min(documents, TextCount);
        return Math.Log(1 + ((TextCount - count + 0.5) / (count + 0.5))) * (K1 + 1);
    }

    /// <summary>How much of its <see cref="MostContribution"/> a term contributes, as x / (1 + x) with x this times its
    /// frequency.</summary>
    /// <param name="length">The tokens of the text.</param>
    public double SaturationOf(int length) => (uint)length < (uint)_shortTexts.Length ? _shortTexts[length] : Saturation(length);

    private double Saturation(int length) => 1 / (K1 * (1 - B + (B * length / _averageLength)));
}
