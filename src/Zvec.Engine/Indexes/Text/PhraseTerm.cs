namespace Zvec.Engine.Indexes.Text;

/// <summary>A term of a phrase.</summary>
/// <param name="Term">The term, as analysis makes it.</param>
/// <param name="Position">Its place in the phrase.</param>
internal readonly record struct PhraseTerm(byte[] Term, int Position);
