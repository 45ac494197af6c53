using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="TextField"/> in JSON.</summary>
internal sealed class TextSearchField
{
    public required string Name { get; init; }

    public float Boost { get; set; } = 1; // a generated reader keeps no default of init

    public TextField ToField() => new(Name, Boost);
}
