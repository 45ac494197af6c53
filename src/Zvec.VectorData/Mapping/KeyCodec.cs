using Zvec.Engine;

namespace Zvec.VectorData.Mapping;

/// <summary>The CLR types that keys can have.</summary>
internal static class KeyCodec
{
    public const string SupportedTypes = "string, int, long, ulong, Guid";

    public static bool IsSupported(Type type) =>
        type == typeof(string) || type == typeof(int) || type == typeof(long) || type == typeof(ulong) || type == typeof(Guid);

    public static KeyType KeyTypeOf(Type type) =>
        type == typeof(string) ? KeyType.String
        : type == typeof(int) ? KeyType.Int32
        : type == typeof(long) ? KeyType.Int64
        : type == typeof(ulong) ? KeyType.UInt64
        : KeyType.Guid;

    /// <summary>The engine's key for a key that a caller passed.</summary>
    /// <exception cref="ArgumentException">The key has another type than the collection's keys.</exception>
    public static DocumentKey ToKey(object key, Type keyType, string parameterName)
    {
        if (key.GetType() != keyType)
        {
            throw new ArgumentException(
                $"A key of type '{key.GetType().Name}' was passed, but the keys of the collection have type "
                + $"'{keyType.Name}'.", parameterName);
        }

        return DocumentKey.From(key);
    }
}
