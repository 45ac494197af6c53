using System.Text.Json;

namespace Zvec.Engine.Schema;

/// <summary>The members of an object in a schema that somebody wrote: each is asked for by name, and those that nobody asked for are
/// mistakes.</summary>
internal sealed class WrittenObject
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Takes an object.</summary>
    /// <param name="json">The object.</param>
    /// <param name="place">What it describes, as the beginning of a sentence.</param>
    public WrittenObject(JsonElement json, string place)
    {
        Place = place;
        if (json.ValueKind != JsonValueKind.Object)
            throw Wrong($"{place} is {json.ValueKind} in the JSON; use an object.");
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (!_members.TryAdd(NameOf(property, place), property.Value))
                throw Wrong($"{place} has '{property.Name}' twice; remove one of them.");
        }
    }

    /// <summary>What the object describes, as the beginning of a sentence.</summary>
    public string Place { get; set; }

    /// <summary>The description of an index: an object, or its kind alone.</summary>
    /// <param name="json">The description.</param>
    /// <param name="place">The field that the index is of, as the beginning of a sentence.</param>
    /// <param name="kind">The kind, in lower case.</param>
    public static WrittenObject OfIndex(JsonElement json, string place, out string kind)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            kind = TextOf(json, place).ToLowerInvariant();
            using JsonDocument none = JsonDocument.Parse("{}");
            return new WrittenObject(none.RootElement, place);
        }

        var members = new WrittenObject(json, $"{place}, index,");
        kind = members.Text("kind").ToLowerInvariant();
        return members;
    }

    public static ZvecException Wrong(string message) => new(ZvecErrorCode.InvalidArgument, message);

    public static string TextOf(JsonElement json, string place)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String
                ? json.GetString()!
                : throw Wrong($"{place} has {json.ValueKind} where a string belongs.");
        }
        catch (InvalidOperationException exception)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"{place} has half of a surrogate pair in it; use well-formed Unicode.", exception);
        }
    }

    /// <summary>The member of an enumeration that a string names.</summary>
    public static T Member<T>(JsonElement json, string place)
        where T : struct, Enum
    {
        string text = TextOf(json, place);
        foreach (T member in Enum.GetValues<T>())
        {
            if (string.Equals(member.ToString(), text, StringComparison.OrdinalIgnoreCase))
                return member;
        }

        throw Wrong($"{place} has the unknown {typeof(T).Name} '{text}'; use one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>A member that may be missing or null.</summary>
    public JsonElement? Optional(string name)
    {
        _known.Add(name);
        return _members.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public string Text(string name) => TextOf(Required(name), $"{Place}, {name},");

    public string Text(string name, string otherwise) => Optional(name) is null ? otherwise : Text(name);

    public int Number(string name) =>
        Required(name) is { ValueKind: JsonValueKind.Number } json && json.TryGetInt32(out int number)
            ? number
            : throw Wrong($"{Place} has {Required(name).GetRawText()} for '{name}'; use a whole number.");

    public int Number(string name, int otherwise) => Optional(name) is null ? otherwise : Number(name);

    public bool Flag(string name, bool otherwise) => Optional(name)?.ValueKind switch
    {
        null => otherwise,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"{Place} has {Required(name).GetRawText()} for '{name}'; use true or false."),
    };

    public T Member<T>(string name)
        where T : struct, Enum
        => Member<T>(Required(name), Place);

    public T Member<T>(string name, T otherwise)
        where T : struct, Enum
        => Optional(name) is { } json ? Member<T>(json, Place) : otherwise;

    /// <summary>The items of an array, none when it is missing.</summary>
    public JsonElement[] Items(string name)
    {
        if (Optional(name) is not { } json)
            return [];
        return json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray()]
            : throw Wrong($"{Place} has {json.ValueKind} for '{name}'; use an array.");
    }

    /// <summary>Refuses members that nobody asked for.</summary>
    public void Finish()
    {
        foreach (string name in _members.Keys)
        {
            if (!_known.Contains(name))
                throw Wrong($"{Place} has the unknown member '{name}'; it can have {string.Join(", ", _known)}.");
        }
    }

    private static string NameOf(JsonProperty property, string place)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException exception)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"{place} has a member whose name is no well-formed Unicode.", exception);
        }
    }

    private JsonElement Required(string name) =>
        Optional(name) ?? throw Wrong($"{Place} lacks '{name}'; add it.");
}
