using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>A <see cref="TextField"/> in JSON.</summary>
internal sealed class TextSearchField
{
    public required string Name { get; init; }

    public float Boost { get; init; } = 1;

    public TextField ToField() => new(Name, Boost);
}
