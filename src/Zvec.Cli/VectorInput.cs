using System.Text.Json;
using Zvec.Cli.Files;
using Zvec.Engine;

namespace Zvec.Cli;

/// <summary>A vector to search with, from the command line or a file.</summary>
internal static class VectorInput
{
    /// <summary>Reads a vector.</summary>
    /// <param name="argument">JSON, or @ and a file.</param>
    /// <param name="row">Which vector of a file of vectors.</param>
    /// <param name="field">The field to search.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The vector as <see cref="DocumentJson.ReadVector"/> gives it.</returns>
    public static async Task<object> ReadAsync(string argument, int row, VectorSchema field, CancellationToken cancellationToken)
    {
        if (argument.StartsWith('@') && Path.GetExtension(argument) is ".npy" or ".fvecs")
        {
            string path = argument[1..];
            await using FileStream stream = File.OpenRead(path);
            IEnumerable<float[]> rows = VectorFiles.Read(FileFormats.Of(path, null), stream, cancellationToken);
            float[] elements = row < 0 ? [] : rows.Skip(row).FirstOrDefault([]);
            if (elements.Length == 0)
                throw new BadInputException($"'{path}' has no row {row}; count from 0.");
            return new ReadOnlyMemory<float>(elements);
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(await InputText.OfArgumentAsync(argument, cancellationToken));
            return DocumentJson.ReadVector(json.RootElement, field);
        }
        catch (JsonException exception)
        {
            throw new BadInputException(
                $"--vector is not JSON ({exception.Message}); write it as [0.1, 0.2], or name a file as @query.json.");
        }
    }
}
