using Zvec.Engine.Storage;

namespace Zvec.Engine.Indexes.Sparse;

/// <summary>Opens an inverted index in a file that <see cref="SparseIndexWriter"/> wrote, to be read in place.</summary>
internal static class SparseIndexReader
{
    /// <summary>Opens an index.</summary>
    /// <param name="file">The file, of kind <see cref="SparseSections.Kind"/>, which the caller keeps open as long as the index is
    /// used.</param>
    /// <param name="rowCount">The rows of the segment.</param>
    /// <exception cref="ZvecException"><see cref="ZvecErrorCode.DataCorruption"/>: its parts do not fit each other.</exception>
    public static SparseIndex Open(SectionFileReader file, int rowCount)
    {
        Section header = file.GetSection(SparseSections.Header);
        header.AsSpan<byte>(SparseSections.HeaderLength);
        int rows = header.Read<int>(0);
        int lists = header.Read<int>(1);
        long postings = header.Read<long>(1);
        if (rows != rowCount || lists is < 0 or int.MaxValue || postings < 0 || postings > long.MaxValue / SparseSections.PostingBytes)
        {
            throw SectionFileReader.Corrupt(
                file.Path, $"it has {lists} lists of {postings} postings over {rows} rows where the segment has {rowCount}");
        }

        Section indices = file.GetSection(SparseSections.Indices);
        Section starts = file.GetSection(SparseSections.Starts);
        Section blockStarts = file.GetSection(SparseSections.BlockStarts);
        Section blocks = file.GetSection(SparseSections.Blocks);
        Section all = file.GetSection(SparseSections.Postings);
        CheckLists(file.Path, indices.AsSpan<uint>(lists), starts.AsSpan<long>(lists + 1), blockStarts.AsSpan<int>(lists + 1), rowCount);
        if (starts.Read<long>(lists) != postings || all.Length != postings * SparseSections.PostingBytes)
            throw SectionFileReader.Corrupt(file.Path, $"{postings} postings take {all.Length} bytes, and its lists end elsewhere");
        if (blocks.Length != (long)blockStarts.Read<int>(lists) * SparseBlock.Bytes)
            throw SectionFileReader.Corrupt(file.Path, $"its blocks take {blocks.Length} bytes, and its lists have another number of them");
        return new SparseIndex(lists, indices, starts, blockStarts, blocks, all);
    }

    private static void CheckLists(
        string path, ReadOnlySpan<uint> indices, ReadOnlySpan<long> starts, ReadOnlySpan<int> blockStarts, int rowCount)
    {
        if (starts[0] != 0 || blockStarts[0] != 0)
            throw SectionFileReader.Corrupt(path, "postings or blocks stand before its first list");
        for (int list = 0; list < indices.Length; list++)
        {
            if (list > 0 && indices[list] <= indices[list - 1])
                throw SectionFileReader.Corrupt(path, $"index {indices[list]} follows {indices[list - 1]}");
            long length = starts[list + 1] - starts[list];
            if (length < 1 || length > rowCount)
                throw SectionFileReader.Corrupt(path, $"index {indices[list]} is in {length} of {rowCount} rows");
            if (blockStarts[list + 1] - (long)blockStarts[list] != SparseBlock.CountFor((int)length))
                throw SectionFileReader.Corrupt(path, $"{length} postings of index {indices[list]} have another number of blocks");
        }
    }
}
