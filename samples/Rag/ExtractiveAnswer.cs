using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Zvec.SemanticKernel;

namespace Zvec.Samples.Rag;

/// <summary>Stands in for a model: answers with the sentences of the sources that fit the question best, word for word.</summary>
internal static partial class ExtractiveAnswer
{
    private const int Sentences = 3;
    private const int FewestWords = 5;

    public static async Task<string> MakeAsync(
        string question, Citations sources, IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        (string Text, int Source)[] sentences =
        [
            .. sources.SelectMany(source => SentencesOf(source.Text).Select(text => (text, source.Number))).DistinctBy(pair => pair.text),
        ];
        if (sentences.Length == 0)
            return "The documents have no answer.";

        GeneratedEmbeddings<Embedding<float>> vectors = await generator.GenerateAsync([question, .. sentences.Select(pair => pair.Text)]);
        HashSet<string> asked = WordsOf(question);
        var best = sentences
            .Select((sentence, place) => (
                sentence.Text,
                sentence.Source,
                Place: place,
                Score: TensorPrimitives.CosineSimilarity(vectors[0].Vector.Span, vectors[place + 1].Vector.Span)
                    + (WordsOf(sentence.Text).Count(asked.Contains) / (float)Math.Max(1, asked.Count))
                    + (1f / (sentence.Source + 1))))
            .OrderByDescending(sentence => sentence.Score)
            .Take(Sentences)
            .OrderBy(sentence => sentence.Place);
        return string.Join('\n', best.Select(sentence => $"{sentence.Text} [{sentence.Source}]"));
    }

    private static IEnumerable<string> SentencesOf(string text) =>
        SentenceEnd().Split(Code().Replace(text, ""))
            .Select(sentence => string.Join(' ', sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Select(sentence => sentence.Replace("**", "").TrimStart('-', ' '))
            .Where(sentence => !sentence.StartsWith('|') && sentence.Count(letter => letter == ' ') >= FewestWords - 1);

    private static HashSet<string> WordsOf(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(match => match.Value).Where(word => word.Length > 3)];

    [GeneratedRegex(@"(?<=[.:;?!])\s+(?=[A-Z`*])|\n\s*\n|\n(?=[-|])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("```.*?(```|$)", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
