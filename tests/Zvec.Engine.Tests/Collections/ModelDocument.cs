namespace Zvec.Engine.Tests.Collections;

internal sealed record ModelDocument(
    int Year, string? Word, double Weight, string[]? Tags, string? Text, float[] Embedding, float[]? Second)
{
    public bool IsSameAs(ModelDocument other) =>
        Year == other.Year
        && Word == other.Word
        && Weight == other.Weight
        && Text == other.Text
        && (Tags is null ? other.Tags is null : other.Tags is not null && Tags.SequenceEqual(other.Tags))
        && Embedding.SequenceEqual(other.Embedding)
        && (Second is null ? other.Second is null : other.Second is not null && Second.SequenceEqual(other.Second));
}
