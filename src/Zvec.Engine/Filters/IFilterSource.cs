using Zvec.Engine.Columns;
using Zvec.Engine.Indexes.Scalars;

namespace Zvec.Engine.Filters;

/// <summary>The rows of one segment that a filter is evaluated on.</summary>
internal interface IFilterSource
{
    /// <summary>The number of rows that may be read.</summary>
    int RowCount { get; }

    /// <summary>Gives the evaluation up between some thousand rows.</summary>
    CancellationToken Cancellation => CancellationToken.None;

    /// <summary>The values of a field.</summary>
    /// <param name="fieldId">The field's <see cref="FieldSchema.Id"/>, or <see cref="FilterBinder.KeyField"/> for the key.</param>
    /// <returns>The column; a <see cref="NullColumn"/> where the segment is older than the field.</returns>
    Column Column(int fieldId);

    /// <summary>The inverted index of a field over the same rows; null when it has none.</summary>
    /// <param name="fieldId">As for <see cref="Column"/>.</param>
    InvertedIndexReader? Index(int fieldId);

    /// <summary>Whether <see cref="FindKey"/> may be asked.</summary>
    bool FindsKeys => false;

    /// <summary>Whether indexes answer whatever they can, however long they take; for tests.</summary>
    bool AlwaysAsksIndexes => false;

    /// <summary>The row of a document, of several versions the newest.</summary>
    /// <param name="key">The document's key, of the type of the collection's keys.</param>
    /// <returns>The row; −1 when there is none.</returns>
    int FindKey(object key) => -1;
}
