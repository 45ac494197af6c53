namespace Zvec.Engine.Documents;

/// <summary>How the documents of a schema are checked and encoded; made once for each schema.</summary>
internal sealed class DocumentForm(CollectionSchema schema)
{
    public CollectionSchema Schema => schema;

    public DocumentNormalizer Normalizer { get; } = new(schema);

    public DocumentCodec Codec { get; } = new(schema);
}
