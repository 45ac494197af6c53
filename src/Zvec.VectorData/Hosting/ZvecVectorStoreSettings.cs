using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Zvec.Engine;

namespace Zvec.VectorData;

/// <summary>How a store is registered with a host, from its configuration.</summary>
/// <remarks>The section <c>Zvec</c>, then <c>Zvec:{name}</c>, then the connection string of the name: the later wins. Keys are the names of
/// the properties below. A connection string is a path, or pairs such as <c>Path=/data/books;ReadOnly=true</c>.</remarks>
public sealed class ZvecVectorStoreSettings
{
    internal const string SectionName = "Zvec";

    /// <summary>The folder of the store.</summary>
    public string? Path { get; set; }

    /// <summary>See <see cref="ZvecVectorStoreOptions.ReadOnly"/>.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>See <see cref="ZvecVectorStoreOptions.Durability"/>.</summary>
    public Durability Durability { get; set; } = Durability.Synced;

    /// <summary>See <see cref="ZvecVectorStoreOptions.MaxMemory"/>.</summary>
    public long? MaxMemory { get; set; }

    /// <summary>See <see cref="ZvecVectorStoreOptions.SmallMemory"/>.</summary>
    public bool SmallMemory { get; set; }

    /// <summary>See <see cref="ZvecVectorStoreOptions.DiskReserveBytes"/>.</summary>
    public long DiskReserveBytes { get; set; } = 64L << 20;

    /// <summary>See <see cref="ZvecVectorStoreOptions.RefreshInterval"/>.</summary>
    public TimeSpan? RefreshInterval { get; set; }

    /// <summary>Whether no health check is registered; false by default.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Reads the settings of a store.</summary>
    /// <exception cref="FormatException">A value is not what its key asks for.</exception>
    internal static ZvecVectorStoreSettings From(IConfiguration configuration, string name)
    {
        var settings = new ZvecVectorStoreSettings();
        settings.Read(key => configuration[$"{SectionName}:{key}"], SectionName);
        settings.Read(key => configuration[$"{SectionName}:{name}:{key}"], $"{SectionName}:{name}");
        string? connection = configuration[$"ConnectionStrings:{name}"];
        if (string.IsNullOrWhiteSpace(connection))
            return settings;
        if (!connection.Contains('=', StringComparison.Ordinal))
        {
            settings.Path = connection;
            return settings;
        }

        settings.ReadPairs(connection, name);
        return settings;
    }

    internal ZvecVectorStoreOptions ToOptions() => new()
    {
        ReadOnly = ReadOnly,
        Durability = Durability,
        MaxMemory = MaxMemory,
        SmallMemory = SmallMemory,
        DiskReserveBytes = DiskReserveBytes,
        RefreshInterval = RefreshInterval,
    };

    private void ReadPairs(string connection, string name)
    {
        var pairs = new DbConnectionStringBuilder();
        string where = $"ConnectionStrings:{name}";
        try
        {
            pairs.ConnectionString = connection;
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(
                $"The connection string '{where}' is neither a path nor pairs such as 'Path=/data/books;ReadOnly=true'.", exception);
        }

        Read(key => pairs.TryGetValue(key, out object? value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null, where);
    }

    private void Read(Func<string, string?> value, string where)
    {
        Path = value(nameof(Path)) ?? Path;
        ReadOnly = Parse(nameof(ReadOnly), bool.Parse, ReadOnly);
        Durability = Parse(nameof(Durability), text => Enum.Parse<Durability>(text, ignoreCase: true), Durability);
        MaxMemory = Parse<long?>(nameof(MaxMemory), text => long.Parse(text, CultureInfo.InvariantCulture), MaxMemory);
        SmallMemory = Parse(nameof(SmallMemory), bool.Parse, SmallMemory);
        DiskReserveBytes = Parse(nameof(DiskReserveBytes), text => long.Parse(text, CultureInfo.InvariantCulture), DiskReserveBytes);
        RefreshInterval = Parse<TimeSpan?>(
            nameof(RefreshInterval), text => TimeSpan.Parse(text, CultureInfo.InvariantCulture), RefreshInterval);
        DisableHealthChecks = Parse(nameof(DisableHealthChecks), bool.Parse, DisableHealthChecks);

        T Parse<T>(string key, Func<string, T> parse, T otherwise)
        {
            if (value(key) is not { Length: > 0 } text)
                return otherwise;
            try
            {
                return parse(text);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
            {
                throw new FormatException($"The configuration '{where}' has {key} = '{text}', which cannot be read.", exception);
            }
        }
    }
}
