using System.Text.Json;
using Zvec.Engine;
using Zvec.Server.Collections;
using Zvec.Server.Messages;

namespace Zvec.Server.Endpoints;

/// <summary>Changes of a schema, beside reads and writes. Each answers with the new schema.</summary>
internal static class SchemaEndpoints
{
    private const string Tag = "Schema";

    public static void Map(RouteGroupBuilder collections)
    {
        RouteGroupBuilder schema = collections.MapGroup("/{collection}").WithTags(Tag)
            .ProducesProblem(StatusCodes.Status409Conflict);
        schema.MapPost("/fields", AddFieldAsync).Writes().TakesLong()
            .WithSummary("Add a field; with 'values', a formula over other fields that gives every document its value");
        schema.MapPost("/vectors", AddVectorAsync).Writes().TakesLong().WithSummary("Add a vector, which may be missing");
        schema.MapPatch("/fields/{field}", RenameAsync).Writes().TakesLong().WithSummary("Rename a field or vector");
        schema.MapDelete("/fields/{field}", DropFieldAsync).Writes().TakesLong()
            .WithSummary("Drop a field or vector with all its values");
        schema.MapPut("/indexes/{field}", CreateIndexAsync).Writes().TakesLong()
            .WithSummary("Give a field or vector an index in place of the one that it has");
        schema.MapDelete("/indexes/{field}", DropIndexAsync).Writes().TakesLong().WithSummary("Drop the index of a field or vector");
    }

    private static async Task<CollectionResponse> AddFieldAsync(
        string collection, JsonElement field, string? values, CollectionRegistry registry, CancellationToken cancellationToken)
    {
        FieldSchema added = SchemaParts.Field(field);
        if (values is null)
            return await ChangeAsync(collection, registry, changed => changed.AddFieldAsync(added, cancellationToken));
        Collection single = await registry.GetSingleAsync(collection, "a field with computed values");
        await single.AddFieldAsync(added, FieldExpression.Parse(values), cancellationToken);
        return CollectionResponse.From(collection, single);
    }

    private static Task<CollectionResponse> AddVectorAsync(
        string collection, JsonElement vector, CollectionRegistry registry, CancellationToken cancellationToken)
    {
        VectorSchema added = SchemaParts.Vector(vector);
        return ChangeAsync(collection, registry, changed => changed.AddFieldAsync(added, cancellationToken));
    }

    private static Task<CollectionResponse> RenameAsync(
        string collection, string field, RenameRequest rename, CollectionRegistry registry, CancellationToken cancellationToken) =>
        ChangeAsync(collection, registry, changed => changed.RenameFieldAsync(field, rename.Name, cancellationToken));

    private static Task<CollectionResponse> DropFieldAsync(
        string collection, string field, CollectionRegistry registry, CancellationToken cancellationToken) =>
        ChangeAsync(collection, registry, changed => changed.DropFieldAsync(field, cancellationToken));

    private static Task<CollectionResponse> CreateIndexAsync(
        string collection, string field, JsonElement index, CollectionRegistry registry, CancellationToken cancellationToken) =>
        ChangeAsync(collection, registry, changed =>
        {
            CollectionSchema schema = changed.Schema;
            if (schema.Vectors.FirstOrDefault(vector => vector.Name == field) is { } vector)
                return changed.CreateIndexAsync(field, SchemaParts.IndexOf(vector, index), cancellationToken);
            return schema.Fields.FirstOrDefault(other => other.Name == field) is { } scalar
                ? changed.CreateIndexAsync(field, SchemaParts.IndexOf(scalar, index), cancellationToken)
                : throw new ZvecException(ZvecErrorCode.NotFound, $"Collection '{collection}' has no field '{field}'.");
        });

    private static Task<CollectionResponse> DropIndexAsync(
        string collection, string field, CollectionRegistry registry, CancellationToken cancellationToken) =>
        ChangeAsync(collection, registry, changed => changed.DropIndexAsync(field, cancellationToken));

    private static async Task<CollectionResponse> ChangeAsync(
        string name, CollectionRegistry registry, Func<IDocumentCollection, Task> change)
    {
        IDocumentCollection collection = await registry.GetAsync(name);
        await change(collection);
        return CollectionResponse.From(name, collection);
    }
}
