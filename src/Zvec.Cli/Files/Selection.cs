using Zvec.Engine;

namespace Zvec.Cli.Files;

/// <summary>The part of documents that is exported.</summary>
internal sealed class Selection
{
    public Selection(CollectionSchema schema, string[]? names, bool withVectors)
    {
        foreach (string name in names ?? [])
        {
            if (schema.Fields.All(field => field.Name != name) && schema.Vectors.All(vector => vector.Name != name))
                throw new ZvecException(ZvecErrorCode.NotFound, $"Collection '{schema.Name}' has no field '{name}'; see zvec schema.");
        }

        Schema = new CollectionSchema(schema.Name)
        {
            Key = schema.Key,
            KeyName = schema.KeyName,
            Fields = [.. schema.Fields.Where(field => names is null || names.Contains(field.Name))],
            Vectors = [.. schema.Vectors.Where(vector => withVectors && (names is null || names.Contains(vector.Name)))],
        };
    }

    /// <summary>The schema of the part.</summary>
    public CollectionSchema Schema { get; }

    /// <summary>The part of a document.</summary>
    public Document Of(Document document)
    {
        var part = new Document(document.Key);
        foreach (FieldSchema field in Schema.Fields)
            part[field.Name] = document[field.Name];
        foreach (VectorSchema vector in Schema.Vectors)
            part[vector.Name] = document[vector.Name];
        return part;
    }
}
