namespace Zvec.Cli.Files;

/// <summary>Which format a file has.</summary>
internal static class FileFormats
{
    public const string Help = "jsonl, csv, parquet, npy or fvecs; by default what the file's name ends in, and jsonl for standard input "
        + "and output.";

    public static FileFormat Of(string path, string? named)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        string ending = named ?? (path == InputText.Standard ? "jsonl" : Path.GetExtension(name).TrimStart('.'));
        return ending.ToLowerInvariant() switch
        {
            "jsonl" or "ndjson" => FileFormat.JsonLines,
            "csv" => FileFormat.Csv,
            "parquet" => FileFormat.Parquet,
            "npy" => FileFormat.Npy,
            "fvecs" => FileFormat.Fvecs,
            _ => throw new BadInputException(
                $"'{(named is null ? path : named)}' is of no known format; give --format jsonl, csv, parquet, npy or fvecs."),
        };
    }
}
