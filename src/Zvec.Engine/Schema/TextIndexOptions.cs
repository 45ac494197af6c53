namespace Zvec.Engine;

/// <summary>Marks a string field for keyword search.</summary>
/// <remarks>The declaration is kept in the schema. Keyword queries are not available in this version, so nothing is built from
/// it yet: a later version builds the index from the stored text.</remarks>
public sealed record TextIndexOptions : FieldIndexOptions;
