using Microsoft.Extensions.VectorData;
using Spectre.Console;
using Zvec.VectorData;

namespace Zvec.Samples.SwapIn;

/// <summary>Copies the collection from one store to the other.</summary>
internal static class Copy
{
    public static async Task RunAsync(VectorStore from, VectorStore to)
    {
        using VectorStoreCollection<string, Meaning> source = from.GetCollection<string, Meaning>(Tour.Name);
        using VectorStoreCollection<string, Meaning> target = to.GetCollection<string, Meaning>(Tour.Name);
        ZvecCopyCounts counts = Console.IsOutputRedirected
            ? await CopyAsync(source, target, new CopyProgress(done => Console.WriteLine($"{done.Read:N0} records read")))
            : await ShowAsync(progress => CopyAsync(source, target, progress));
        Console.WriteLine($"{counts.Read:N0} records read, {counts.Written:N0} written, {counts.Kept:N0} already there.");
    }

    // Microsoft.Extensions.VectorData cannot count a collection, so that the end is known only when it is reached.
    private static Task<ZvecCopyCounts> ShowAsync(Func<IProgress<ZvecCopyCounts>, Task<ZvecCopyCounts>> copy) =>
        AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async display =>
            {
                ProgressTask task = display.AddTask("copying").IsIndeterminate();
                ZvecCopyCounts counts = await copy(new CopyProgress(done => task.Description = $"{done.Read:N0} records read"));
                task.IsIndeterminate(false).Value = task.MaxValue;
                return counts;
            });

    // Whichever side is Zvec has the copy; the other may be any store. Records that are there stay, so that a copy can be repeated.
    private static Task<ZvecCopyCounts> CopyAsync(
        VectorStoreCollection<string, Meaning> source, VectorStoreCollection<string, Meaning> target, IProgress<ZvecCopyCounts> progress)
    {
        var options = new ZvecCopyOptions<Meaning> { KeepExisting = true };
        return (source, target) switch
        {
            (_, ZvecCollection<string, Meaning> zvec) => zvec.ImportAsync(source, options, progress),
            (ZvecCollection<string, Meaning> zvec, _) => zvec.ExportAsync(target, options, progress),
            _ => throw new NotSupportedException("One of the two stores has to be Zvec."),
        };
    }

    /// <summary>Tells at once: <see cref="Progress{T}"/> would tell later, on another thread.</summary>
    private sealed class CopyProgress(Action<ZvecCopyCounts> tell) : IProgress<ZvecCopyCounts>
    {
        public void Report(ZvecCopyCounts value) => tell(value);
    }
}
