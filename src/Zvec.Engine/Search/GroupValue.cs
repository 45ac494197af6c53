namespace Zvec.Engine.Search;

/// <summary>A value that documents are grouped by; equal as filters have it, and null equals null.</summary>
/// <param name="value">The value; null for none.</param>
internal readonly struct GroupValue(object? value) : IEquatable<GroupValue>
{
    public object? Value => value;

    /// <summary>Whether a filter finds the documents that have the value: none equals what is not a number.</summary>
    public bool CanBeFiltered => value is not (float.NaN or double.NaN);

    public bool Equals(GroupValue other) =>
        value is byte[] bytes && other.Value is byte[] others ? bytes.AsSpan().SequenceEqual(others) : Equals(value, other.Value);

    public override bool Equals(object? obj) => obj is GroupValue other && Equals(other);

    public override int GetHashCode()
    {
        if (value is not byte[] bytes)
            return value?.GetHashCode() ?? 0;
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
