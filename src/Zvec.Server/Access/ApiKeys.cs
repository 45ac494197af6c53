using System.Security.Cryptography;
using System.Text;

namespace Zvec.Server.Access;

/// <summary>The keys that clients may present, as hashes.</summary>
internal sealed class ApiKeys
{
    private readonly byte[][] _readers;
    private readonly byte[][] _writers;

    public ApiKeys(ZvecServerOptions options)
    {
        _readers = [.. options.ReadKeys.Select(Hash)];
        _writers = [.. options.WriteKeys.Select(Hash)];
    }

    /// <summary>Whether there are none, so that clients on the same machine need none.</summary>
    public bool AreNone => _readers.Length == 0 && _writers.Length == 0;

    /// <summary>What a key allows. Takes the same time whatever the key: hashes of equal length are compared, each to its end and all of
    /// them, so that the time says nothing of how near a guess is.</summary>
    public AccessLevel LevelOf(string key)
    {
        byte[] hash = Hash(key);
        bool isReader = IsAnyOf(_readers, hash);
        bool isWriter = IsAnyOf(_writers, hash);
        return isWriter ? AccessLevel.Write : isReader ? AccessLevel.Read : AccessLevel.None;
    }

    private static bool IsAnyOf(byte[][] keys, byte[] hash)
    {
        bool found = false;
        foreach (byte[] key in keys)
            found |= CryptographicOperations.FixedTimeEquals(key, hash);
        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
