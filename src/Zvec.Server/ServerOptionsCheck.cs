using Zvec.Engine;

namespace Zvec.Server;

/// <summary>Refuses options that are out of range.</summary>
internal static class ServerOptionsCheck
{
    private const int ShortestKey = 16;

    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.InvalidArgument"/>: an option is out of its range.</exception>
    public static void Run(ZvecServerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            throw Invalid(
                nameof(options.Path),
                "is not set. Name the folder of the collections: --Zvec:Path <folder>, or Zvec__Path in the environment");
        }

        if (Collection.Exists(options.Path) || PartitionedCollection.Exists(options.Path))
        {
            throw Invalid(
                nameof(options.Path),
                $"is '{options.Path}', which is a collection. Name the folder that holds it: each folder inside is served under its name");
        }

        foreach ((string name, IList<string> keys) in
            new[] { (nameof(options.ReadKeys), options.ReadKeys), (nameof(options.WriteKeys), options.WriteKeys) })
        {
            // the key itself stays out of the message, which goes to logs
            if (keys.Any(key => key is null || key.Trim().Length < ShortestKey || key.Trim().Length != key.Length))
            {
                throw Invalid(
                    name, $"has a key of fewer than {ShortestKey} characters, or with white space around it. Make long random ones, "
                        + "for example with 'openssl rand -hex 32'");
            }
        }

        CheckLeast(nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1_024);
        CheckLeast(nameof(options.MaxRestoreBytes), options.MaxRestoreBytes ?? 1_024, 1_024);
        CheckLeast(nameof(options.MaxBatch), options.MaxBatch, 1);
        CheckLeast(nameof(options.MaxTop), options.MaxTop, 1);
        CheckLeast(nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests, 1);
        CheckLeast(nameof(options.MaxQueuedRequests), options.MaxQueuedRequests, 0);
        CheckLeast(nameof(options.MaxConcurrentStreams), options.MaxConcurrentStreams, 1);
        if (options.RefreshInterval != TimeSpan.Zero
            && (options.RefreshInterval < TimeSpan.FromMilliseconds(10) || options.RefreshInterval > TimeSpan.FromDays(1)))
        {
            throw Invalid(
                nameof(options.RefreshInterval),
                $"is {options.RefreshInterval}, and must be from 10 milliseconds to a day, or 0 for never");
        }

        CheckLeast(nameof(options.RequestTimeout), options.RequestTimeout.Ticks, 0);
        CheckLeast(nameof(options.ShutdownTimeout), options.ShutdownTimeout.Ticks, 0);
    }

    private static void CheckLeast(string name, long value, long least)
    {
        if (value < least)
            throw Invalid(name, $"is {value}, and must be at least {least}");
    }

    private static ZvecException Invalid(string name, string what) =>
        new(ZvecErrorCode.InvalidArgument, $"The server cannot start: {ZvecServerOptions.Section}:{name} {what}.");
}
