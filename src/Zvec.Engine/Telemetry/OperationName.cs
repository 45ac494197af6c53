namespace Zvec.Engine.Telemetry;

/// <summary>The values of <c>db.operation.name</c>.</summary>
internal static class OperationName
{
    public const string Fetch = "fetch";
    public const string Search = "search";
    public const string SearchText = "search_text";
    public const string SearchHybrid = "search_hybrid";
    public const string SearchGroups = "search_groups";
    public const string Query = "query";
    public const string Scan = "scan";
    public const string Count = "count";
    public const string Insert = "insert";
    public const string Upsert = "upsert";
    public const string Update = "update";
    public const string Delete = "delete";
    public const string DeleteByFilter = "delete_by_filter";
    public const string Flush = "flush";
    public const string Optimize = "optimize";
    public const string ChangeSchema = "change_schema";
    public const string Backup = "backup";
    public const string Copy = "copy";
    public const string Refresh = "refresh";
}
