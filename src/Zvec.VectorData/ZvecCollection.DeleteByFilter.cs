using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;
using Zvec.Engine;
using Zvec.VectorData.Databases;
using Zvec.VectorData.Filtering;

namespace Zvec.VectorData;

/// <content>Deletion by filter, which other stores do not have.</content>
public partial class ZvecCollection<TKey, TRecord>
{
    /// <summary>Deletes the records that a filter matches, in one step: all of them or, when it fails, none. In a partitioned collection
    /// that holds for each partition.</summary>
    /// <param name="filter">Which records; the LINQ that searches take. <c>record => true</c> deletes all.</param>
    /// <param name="cancellationToken">Cancels the call before the deletion has begun.</param>
    /// <returns>The number of records deleted.</returns>
    /// <exception cref="NotSupportedException">The filter has an expression without counterpart.</exception>
    /// <exception cref="VectorStoreException">The collection does not exist, takes no writes, or the operation failed.</exception>
    public async Task<long> DeleteAsync(Expression<Func<TRecord, bool>> filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        Filter condition = new LinqFilterTranslator().Translate(filter, Model);
        Enter(cancellationToken);
        try
        {
            using CollectionLease lease = await _access.LeaseForWritingAsync(Name, cancellationToken).ConfigureAwait(false);
            return await lease.Collection.DeleteAsync(condition, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (OperationFailure.Is(exception))
        {
            throw OperationFailure.Wrap(exception, _metadata, "Delete");
        }
    }
}
