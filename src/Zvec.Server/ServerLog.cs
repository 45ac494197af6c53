namespace Zvec.Server;

/// <summary>The events of the server. They stand in one class because those of several classes would be generated in an order that changes
/// from build to build, and packages are to be reproducible.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(4001, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(4010, LogLevel.Information, "Collection {Name} was created.")]
    public static partial void CollectionCreated(ILogger logger, string name);

    [LoggerMessage(4011, LogLevel.Information, "Collection {Name} was dropped.")]
    public static partial void CollectionDropped(ILogger logger, string name);

    [LoggerMessage(4012, LogLevel.Error, "Collection {Name} cannot be opened.")]
    public static partial void CollectionUnopened(ILogger logger, string name, Exception exception);

    [LoggerMessage(4020, LogLevel.Error, "The scan of collection {Collection} was broken off.")]
    public static partial void ScanBroken(ILogger logger, string collection, Exception exception);

    [LoggerMessage(4021, LogLevel.Error, "The download of collection {Collection} was broken off.")]
    public static partial void DownloadBroken(ILogger logger, string collection, Exception exception);
}
