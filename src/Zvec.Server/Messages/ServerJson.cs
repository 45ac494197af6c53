using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Zvec.Engine;

namespace Zvec.Server.Messages;

/// <summary>How the server's messages are read and written, made by the compiler. What a message does not know, or has twice, is an
/// error: a misspelt option would otherwise be no option.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VectorSearch))]
[JsonSerializable(typeof(TextSearch))]
[JsonSerializable(typeof(HybridSearch))]
[JsonSerializable(typeof(GroupSearch))]
[JsonSerializable(typeof(FilterSearch))]
[JsonSerializable(typeof(FilterRequest))]
[JsonSerializable(typeof(ScanRequest))]
[JsonSerializable(typeof(KeysRequest))]
[JsonSerializable(typeof(DeleteRequest))]
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(RenameRequest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(GroupsResponse))]
[JsonSerializable(typeof(DocumentBody))]
[JsonSerializable(typeof(DocumentsResponse))]
[JsonSerializable(typeof(WriteResponse))]
[JsonSerializable(typeof(CountResponse))]
[JsonSerializable(typeof(CollectionsResponse))]
[JsonSerializable(typeof(CollectionResponse))]
[JsonSerializable(typeof(CollectionStatistics))]
[JsonSerializable(typeof(BackupResult))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string))]
internal sealed partial class ServerJson : JsonSerializerContext;
