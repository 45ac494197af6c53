namespace Zvec.Engine.Tests.Architecture;

/// <summary>A source file as far as the tests look into it.</summary>
internal sealed class SourceFile
{
    private static readonly string[] TypeKeywords = ["class", "struct", "interface", "enum", "record", "delegate"];

    /// <summary>Keywords after which an identifier is a type or a value, not the name of something that is being declared.</summary>
    private static readonly HashSet<string> BeforeMention =
    [
        "abstract", "and", "as", "async", "await", "base", "case", "catch", "checked", "const", "else", "event", "explicit", "extern",
        "file", "fixed", "for",
        "foreach", "if", "implicit", "in", "init", "internal", "is", "lock", "new", "not", "operator", "or", "out", "override", "params",
        "partial", "private",
        "protected", "public", "readonly", "ref", "required", "return", "scoped", "sealed", "sizeof", "stackalloc", "static", "switch",
        "this", "throw",
        "typeof", "unchecked", "unsafe", "using", "virtual", "void", "volatile", "when", "where", "while", "with", "yield", "nameof",
        "default",
    ];

    /// <summary>What precedes a type that is followed by a parenthesis; after anything else it is a method.</summary>
    private static readonly HashSet<string> BeforeParenthesis = ["new", ":", "[", "is", "case", "not", "and", "or"];

    private readonly IReadOnlyList<string> _tokens;
    private readonly HashSet<string> _nested;

    /// <param name="path">The path from the project's folder, with forward slashes.</param>
    /// <param name="text">The source.</param>
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        _tokens = SourceTokens.Of(text);
        (Declared, _nested) = FindDeclared();
    }

    public string Path { get; }

    public string Text { get; }

    public int Lines => Text.Length == 0 ? 0 : Text.TrimEnd('\n').Count(c => c == '\n') + 1;

    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The types that the file declares outside of other types.</summary>
    public IReadOnlyList<string> Declared { get; }

    /// <summary>The identifiers that may name a type of another file: not members reached through a dot, methods, names that are being
    /// declared or assigned to, and types nested in the file's own.</summary>
    /// <param name="namespaces">The last parts of the namespaces, which a type may follow after a dot.</param>
    public IEnumerable<string> Mentioned(IReadOnlySet<string> namespaces)
    {
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (SourceTokens.IsIdentifier(_tokens[i]) && !_nested.Contains(_tokens[i]) && !IsMember(i, namespaces) && !IsName(i))
                yield return _tokens[i];
        }
    }

    private string TokenAt(int index) => index >= 0 && index < _tokens.Count ? _tokens[index] : "";

    private bool IsMember(int index, IReadOnlySet<string> namespaces) =>
        TokenAt(index - 1) == "." && !namespaces.Contains(TokenAt(index - 2));

    private bool IsName(int index)
    {
        string before = TokenAt(index - 1);
        string after = TokenAt(index + 1);
        if (after == "=")
            return true;
        if (after == ":" && before is "(" or ",")
            return true;
        if (after == "(" && !BeforeParenthesis.Contains(before))
            return true;
        return before.Length > 0 && SourceTokens.IsIdentifier(before) && !BeforeMention.Contains(before);
    }

    private (List<string> Outer, HashSet<string> Nested) FindDeclared()
    {
        List<string> outer = [];
        HashSet<string> nested = [];
        int depth = 0, namespaceDepth = 0;
        for (int i = 0; i < _tokens.Count; i++)
        {
            if (_tokens[i] == "namespace" && NamespaceHasBlock(i))
                namespaceDepth = 1;
            depth += _tokens[i] switch { "{" => 1, "}" => -1, _ => 0 };
            if (!TypeKeywords.Contains(_tokens[i]))
                continue;
            string? name = _tokens[i] == "delegate" ? DelegateAfter(i) : NameAfter(i);
            if (name is not null && depth == namespaceDepth)
                outer.Add(name);
            else if (name is not null)
                nested.Add(name);
        }

        return (outer, nested);
    }

    private string? NameAfter(int keyword)
    {
        int at = keyword + 1;
        if (TokenAt(keyword) == "record" && TokenAt(at) is "struct" or "class")
            return null; // found again at the next keyword
        string name = TokenAt(at);
        bool constraint = TokenAt(keyword - 1) is ":" or ",";
        return name.Length > 0 && SourceTokens.IsIdentifier(name) && name is not "where" && !constraint ? name : null;
    }

    /// <summary>The name of a declared delegate; null for an anonymous method or a function pointer.</summary>
    private string? DelegateAfter(int keyword)
    {
        int at = keyword;
        while (at < _tokens.Count && _tokens[at] is not ("(" or ";" or "{" or "*"))
            at++;
        if (TokenAt(at) != "(")
            return null;
        int depth = 0;
        for (at--; at > keyword; at--)
        {
            depth += _tokens[at] switch { ">" => 1, "<" => -1, _ => 0 };
            if (depth == 0 && SourceTokens.IsIdentifier(_tokens[at]))
                return _tokens[at];
        }

        return null;
    }

    private bool NamespaceHasBlock(int index)
    {
        while (index < _tokens.Count && _tokens[index] is not ("{" or ";"))
            index++;
        return TokenAt(index) == "{";
    }
}
