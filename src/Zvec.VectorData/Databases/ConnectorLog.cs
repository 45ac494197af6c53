using Microsoft.Extensions.Logging;
using Zvec.Engine;

namespace Zvec.VectorData.Databases;

/// <summary>The events of the connector, with the ids of the engine's that mean the same.</summary>
internal static partial class ConnectorLog
{
    [LoggerMessage(
        EventId = ZvecEventIds.MaintenanceFailed,
        EventName = nameof(ZvecEventIds.MaintenanceFailed),
        Level = LogLevel.Error,
        Message = "{Job} failed in collection '{Collection}' and will be tried again")]
    public static partial void RefreshFailed(ILogger logger, Exception exception, MaintenanceJob job, string collection);
}
