using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Text;

/// <summary>The text indexes in memory of a segment, by field. Any number of threads may use it.</summary>
internal sealed class FreshTexts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, FreshText> _texts = [];

    /// <summary>What indexes are counted against that are made from now on; null for nothing.</summary>
    public MemoryBudget? Memory { get; set; }

    /// <summary>The index of a field.</summary>
    /// <param name="fieldId">The field's identifier in the schema.</param>
    /// <param name="options">How its texts are analyzed; an index of otherwise analyzed texts makes way.</param>
    /// <param name="column">The texts.</param>
    public FreshText Of(int fieldId, TextIndexOptions options, BytesColumn column)
    {
        lock (_lock)
        {
            if (_texts.TryGetValue(fieldId, out FreshText? text))
            {
                if (text.Options.Equals(options))
                    return text;
                text.Dispose();
            }

            return _texts[fieldId] = new FreshText(column, options, Memory);
        }
    }

    /// <summary>Lets go of the index of a field: there is one on disk.</summary>
    public void Remove(int fieldId)
    {
        lock (_lock)
        {
            if (_texts.Remove(fieldId, out FreshText? text))
                text.Dispose();
        }
    }

    /// <summary>Gives back the memory that is counted; no reader is left.</summary>
    public void Free()
    {
        lock (_lock)
        {
            foreach (FreshText text in _texts.Values)
                text.Dispose();
            _texts.Clear();
        }
    }
}
