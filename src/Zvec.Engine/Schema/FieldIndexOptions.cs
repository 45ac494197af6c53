namespace Zvec.Engine;

/// <summary>The index of a scalar or array field: <see cref="InvertedIndexOptions"/> or <see cref="TextIndexOptions"/>.</summary>
public abstract record FieldIndexOptions
{
    private protected FieldIndexOptions()
    {
    }
}
