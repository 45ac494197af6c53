using System.Text;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Documents;

/// <summary>Which keys a collection takes.</summary>
internal static class KeyRules
{
    /// <summary>Checks that a key can be one of a collection's.</summary>
    /// <exception cref="ZvecException">It cannot.</exception>
    public static void Check(CollectionSchema schema, DocumentKey key)
    {
        if (key.IsEmpty)
            throw Invalid(schema, "A document has no key", $"give it one of type {schema.Key}");
        if (key.Type != schema.Key)
        {
            throw Invalid(
                schema, $"The key {Shorten(key)} is of type {key.Type}", $"use keys of type {schema.Key}, as the collection has them");
        }

        if (key.Type != KeyType.String)
            return;
        string text = key.Text;
        if (text.Length == 0)
            throw Invalid(schema, "A document has the empty string as its key", $"use 1 to {DocumentKey.MaxTextBytes} bytes of UTF-8");
        if (text.Length > DocumentKey.MaxTextBytes || Encoding.UTF8.GetByteCount(text) > DocumentKey.MaxTextBytes)
        {
            int bytes = Encoding.UTF8.GetByteCount(text);
            throw Invalid(schema, $"The key {Shorten(key)} has {bytes} bytes of UTF-8", $"use at most {DocumentKey.MaxTextBytes}");
        }

        if (!WellFormedText.Is(text))
            throw Invalid(schema, "A key has half of a surrogate pair in it", "use well-formed Unicode");
    }

    /// <summary>Whether a document can have a text as its key.</summary>
    public static bool IsText(string text) => text.Length is > 0 and <= DocumentKey.MaxTextBytes
        && Encoding.UTF8.GetByteCount(text) <= DocumentKey.MaxTextBytes
        && WellFormedText.Is(text);

    /// <summary>A key as text that is short enough for a message.</summary>
    public static string Shorten(DocumentKey key)
    {
        string text = key.ToString();
        return text.Length <= 100 ? text : text[..80] + "...'";
    }

    private static ZvecException Invalid(CollectionSchema schema, string what, string remedy) =>
        new(ZvecErrorCode.InvalidArgument, $"{what}, which collection '{schema.Name}' does not take; {remedy}.");
}
