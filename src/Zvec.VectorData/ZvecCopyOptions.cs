using System.Linq.Expressions;

namespace Zvec.VectorData;

/// <summary>Options of <see cref="ZvecCollection{TKey, TRecord}.ImportAsync"/> and
/// <see cref="ZvecCollection{TKey, TRecord}.ExportAsync"/>.</summary>
/// <typeparam name="TRecord">The class of the records.</typeparam>
public sealed class ZvecCopyOptions<TRecord>
{
    /// <summary>Which records are copied; null, the default, for all.</summary>
    public Expression<Func<TRecord, bool>>? Filter { get; set; }

    /// <summary>How many records are held and written at a time: 1 or more, 1,000 by default.</summary>
    public int PageSize { get; set; } = 1_000;

    /// <summary>How a source of another store is read.</summary>
    public ZvecCopyPaging Paging { get; set; }

    /// <summary>Whether records whose keys the target has already stay as they are there: a copy that was interrupted then goes on where it
    /// was. False by default: they are replaced.</summary>
    public bool KeepExisting { get; set; }

    /// <summary>Whether the copy is checked, which is the default: a Zvec collection must have grown by exactly the records that were new
    /// to it, and any other must give every key back. Others must not write to the target meanwhile.</summary>
    public bool Verify { get; set; } = true;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PageSize, 1);
        if (!Enum.IsDefined(Paging))
            throw new ArgumentOutOfRangeException(nameof(Paging), Paging, "There is no such paging.");
    }
}
