using System.Text.Json;
using System.Text.Json.Nodes;
using Zvec.Benchmarks.Data;
using Zvec.Benchmarks.Measure;
using Zvec.Benchmarks.Peers;

namespace Zvec.Benchmarks.Compare;

/// <summary>The indexes in the work folder. Each is built in a process that ends with it, and has a file beside it that says of what it was
/// built, how, and what that took; one of the same is not built again.</summary>
internal sealed class IndexStore(string work, CompareSettings settings, DataSet data, Action<FormattableString> say)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly HashSet<string> _builtNow = [];

    /// <summary>The folder or file of an index.</summary>
    public string PathOf(IndexPlan plan, int threads) =>
        Path.GetFullPath(Path.Combine(work, $"{settings.Set}-{plan.Name.Replace(' ', '-')}-{threads}t"));

    /// <summary>What opening an index is told.</summary>
    /// <param name="plan">The index.</param>
    /// <param name="ef">All ef that it will be searched with, the first one first; an engine that has to load it once for each maps it
    /// instead where that takes more than half of the memory.</param>
    public JsonObject OpenRequest(IndexPlan plan, IReadOnlyList<int> ef)
    {
        string path = PathOf(plan, settings.SearchedThreads);
        return With(plan, new JsonObject
        {
            ["do"] = "open",
            ["path"] = path,
            ["queries"] = Path.GetFullPath(data.QueryPath),
            ["metric"] = settings.Metric,
            ["m"] = settings.M,
            ["ef"] = ef[0],
            ["view"] = ef.Count * DiskUse.Megabytes(path) * 1e6 > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2,
        });
    }

    /// <summary>Builds an index, or finds it.</summary>
    /// <param name="plan">The index.</param>
    /// <param name="threads">Threads that build it.</param>
    /// <param name="keep">Whether it will be searched; otherwise only what it took is kept.</param>
    public BuildRecord Build(IndexPlan plan, int threads, bool keep)
    {
        string path = PathOf(plan, threads);
        string recordPath = path + ".json";
        JsonObject parameters = Parameters(plan, threads);
        bool isRebuild = settings.Rebuild.Contains(plan.Family.Name) && !_builtNow.Contains(path);
        if (!isRebuild && Kept(recordPath) is { } kept && JsonNode.DeepEquals(kept.Parameters, parameters) && (!keep || Exists(path)))
        {
            say($"{plan.Name}, {threads} threads: there already; what it took is of {kept.Utc:u}");
            return kept with { WasThere = true };
        }

        Delete(path);
        say($"{plan.Name}, {threads} threads: building over {parameters["rows"]!.GetValue<int>():N0} rows ...");
        using PeerProcess peer = plan.Family.Start();
        var record = new BuildRecord
        {
            Parameters = parameters,
            Utc = DateTime.UtcNow,
            LoadAverage = RunEnvironment.Now().LoadAverage,
            Load = peer.Ask<LoadFigures>(BuildRequest(plan, path, threads)),
        };
        say($"    {record.Load.Seconds:N1} s");
        _builtNow.Add(path);
        File.WriteAllText(recordPath, JsonSerializer.Serialize(record, Indented));
        if (!keep)
            Delete(path);
        return record;
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        File.Delete(path);
    }

    private static JsonObject With(IndexPlan plan, JsonObject request)
    {
        foreach ((string name, JsonNode? value) in plan.Parameters)
            request[name] = value?.DeepClone();
        return request;
    }

    private static BuildRecord? Kept(string recordPath)
    {
        if (!File.Exists(recordPath))
            return null;
        try
        {
            return JsonSerializer.Deserialize<BuildRecord>(File.ReadAllText(recordPath));
        }
        catch (JsonException)
        {
            return null; // of another version of this program: built again
        }
    }

    private JsonObject BuildRequest(IndexPlan plan, string path, int threads) => With(plan, new JsonObject
    {
        ["do"] = "build",
        ["path"] = path,
        ["base"] = Path.GetFullPath(data.BasePath),
        ["attributes"] = data.AttributePath is { } attributes ? Path.GetFullPath(attributes) : null,
        ["metric"] = settings.Metric,
        ["m"] = settings.M,
        ["efConstruction"] = settings.EfConstruction,
        ["threads"] = threads,
    });

    /// <summary>All that decides what the index is, but not where it and the data lie.</summary>
    private JsonObject Parameters(IndexPlan plan, int threads) => With(plan, new JsonObject
    {
        ["version"] = plan.Family.Version,
        ["rows"] = data.Count,
        ["dimensions"] = data.Dimensions,
        ["hasAttributes"] = data.AttributePath is not null,
        ["metric"] = settings.Metric,
        ["m"] = settings.M,
        ["efConstruction"] = settings.EfConstruction,
        ["threads"] = threads,
    });
}
