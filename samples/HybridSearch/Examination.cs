using Zvec.Engine;
using Zvec.Samples.Quickstart;

namespace Zvec.Samples.HybridSearch;

/// <summary>Asks the questions in every way.</summary>
internal sealed class Examination(IReadOnlyList<Question> questions, GloveEmbeddingGenerator embeddings)
{
    public IReadOnlyList<Question> Questions => questions;

    /// <summary>Measures ways, all questions at the same time on as many threads as there are processors.</summary>
    /// <param name="ways">The ways.</param>
    /// <param name="kindKnown">Whether only meanings of the right category are looked at.</param>
    public async Task<Quality[]> MeasureAsync(Way[] ways, bool kindKnown)
    {
        var vectors = await embeddings.GenerateAsync(questions.Select(question => question.Text));
        Quality[] qualities = [.. ways.Select(_ => new Quality(new int[questions.Count]))];
        Parallel.For(0, questions.Count, i =>
        {
            var question = questions[i];
            var filter = kindKnown ? Filter.Equal(Library.Category, question.Meaning.Category) : null;
            for (int way = 0; way < ways.Length; way++)
            {
                var hits = ways[way].Search(question.Text, vectors[i].Vector, filter);
                qualities[way].Places[i] = hits.Select(hit => (string)hit.Key.Value).ToList().IndexOf(question.Meaning.Id) + 1;
            }
        });
        return qualities;
    }
}
