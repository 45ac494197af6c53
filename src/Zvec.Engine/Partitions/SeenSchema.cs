namespace Zvec.Engine.Partitions;

/// <summary>That a schema has been looked for among those of the collection, which takes too long for every search.</summary>
/// <param name="Schema">The schema of a partition.</param>
/// <param name="Among">Those of the collection.</param>
/// <param name="Place">Where it stands among them.</param>
internal sealed record SeenSchema(CollectionSchema Schema, SchemaHistory Among, int Place);
