namespace Zvec.Engine;

/// <summary>One entry of an ordering. Nulls come first when ascending and last when descending.</summary>
/// <param name="Field">A scalar field, or the key by its name in the schema.</param>
/// <param name="Descending">Whether larger values come first.</param>
public readonly record struct SortField(string Field, bool Descending = false);
