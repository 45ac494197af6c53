namespace Zvec.Engine.Tests.Search.Text;

/// <summary>Texts of a collection, and what is known of them all: the naive way to score.</summary>
/// <param name="texts">For each document its fields' texts; null for none.</param>
internal sealed class TextModel(IReadOnlyList<IReadOnlyDictionary<string, string?>> texts)
{
    public int Count => texts.Count;

    public string[] Words(int document, string field) => ListedTextIndex.WordsOf(texts[document].GetValueOrDefault(field));

    /// <summary>The score of a document for words that count as one.</summary>
    public double? Score(int document, string field, Func<string, bool> isMeant)
    {
        string?[] all = [.. texts.Select(text => text.GetValueOrDefault(field))];
        string[] words = Words(document, field);
        double frequency = words.Count(isMeant);
        if (frequency == 0)
            return null;
        double count = all.Count(text => text is not null);
        double average = all.Sum(text => ListedTextIndex.WordsOf(text).Length) / count;
        double having = Math.Min(count, all.Sum(text => ListedTextIndex.WordsOf(text).Distinct().Count(isMeant)));
        double inverse = Math.Log((((count - having) + 0.5) / (having + 0.5)) + 1);
        return inverse * frequency * 2.2 / (frequency + (1.2 * (0.25 + (0.75 * words.Length / average))));
    }

    /// <summary>Whether words stand in a text as in a phrase, found by trying all places.</summary>
    public bool HasPhrase(int document, string field, string[] phrase, int slop)
    {
        string[] words = Words(document, field);
        return Place([]);

        bool Place(List<int> places)
        {
            if (places.Count == phrase.Length)
            {
                int[] moved = [.. places.Select((place, i) => place - i)];
                return moved.Max() - moved.Min() <= slop;
            }

            for (int place = 0; place < words.Length; place++)
            {
                if (words[place] == phrase[places.Count] && !places.Contains(place) && Place([.. places, place]))
                    return true;
            }

            return false;
        }
    }
}
