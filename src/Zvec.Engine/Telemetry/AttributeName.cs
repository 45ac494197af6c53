namespace Zvec.Engine.Telemetry;

/// <summary>The names of what measurements and spans say of themselves.</summary>
internal static class AttributeName
{
    public const string System = "db.system.name";
    public const string Collection = "db.collection.name";
    public const string Operation = "db.operation.name";
    public const string BatchSize = "db.operation.batch.size";
    public const string QuerySummary = "db.query.summary";
    public const string ReturnedRows = "db.response.returned_rows";
    public const string StatusCode = "db.response.status_code";
    public const string Error = "error.type";
    public const string Job = "zvec.maintenance.job";
    public const string Part = "zvec.part";
    public const string Field = "zvec.field.name";
}
