namespace Zvec.Engine;

/// <summary>A field that a <see cref="TextQuery"/> searches.</summary>
/// <param name="Name">A string field with a text index.</param>
/// <param name="Boost">What scores of this field are multiplied by: above 0, at most 1,000,000.</param>
public readonly record struct TextField(string Name, float Boost = 1);
