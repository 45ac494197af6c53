using Zvec.Engine.Columns;
using Zvec.Engine.Schema;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Tells whether rows may have negative products with a query.</summary>
internal static class SparseSigns
{
    /// <summary>Whether some element of a row has another sign than the query's at the same index.</summary>
    public static bool MayDiffer(SparseIndex index, SparseQuery query)
    {
        for (int i = 0; i < query.Indices.Length; i++)
        {
            int list = index.Find(query.Indices[i]);
            if (list < 0)
                continue;
            foreach (SparseBlock block in index.Blocks(index.BlockStart(list), SparseBlock.CountFor(index.Length(list))))
            {
                if (query.Weights[i] > 0 ? block.Least < 0 : block.Most > 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the query or a row has a negative element.</summary>
    public static bool MayDiffer(SparseColumn column, int rowCount, SparseQuery query)
    {
        if (Array.Exists(query.Weights, weight => weight < 0))
            return true;
        for (int row = 0; row < rowCount; row++)
        {
            foreach (float value in SparseElements.Values(column.Elements(row)))
            {
                if (value < 0)
                    return true;
            }
        }

        return false;
    }
}
