using Microsoft.Extensions.VectorData;
using Zvec.Engine;

namespace Zvec.VectorData;

/// <summary>Turns failures of the engine and of storage into what callers of Microsoft.Extensions.VectorData expect.</summary>
internal static class OperationFailure
{
    /// <summary>The name of the product, as OpenTelemetry's <c>db.system.name</c> has such names.</summary>
    public const string SystemName = "zvec";

    /// <summary>Whether an exception is a failure of the engine or of storage; mistakes of the caller and cancellation pass as they
    /// are.</summary>
    public static bool Is(Exception exception) => exception is ZvecException or IOException or UnauthorizedAccessException;

    /// <summary>The exception to throw instead.</summary>
    public static VectorStoreException Wrap(Exception exception, VectorStoreCollectionMetadata metadata, string operation) =>
        new(exception.Message, exception)
        {
            VectorStoreSystemName = SystemName,
            VectorStoreName = metadata.VectorStoreName,
            CollectionName = metadata.CollectionName,
            OperationName = operation,
        };

    /// <summary>The exception to throw instead, for an operation on the store.</summary>
    public static VectorStoreException Wrap(
        Exception exception, VectorStoreMetadata metadata, string operation, string? collection = null) =>
        new(exception.Message, exception)
        {
            VectorStoreSystemName = SystemName,
            VectorStoreName = metadata.VectorStoreName,
            CollectionName = collection,
            OperationName = operation,
        };
}
