using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed unsafe class LargePagesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(LargePages.PageBytes)]
    [InlineData((3 * LargePages.PageBytes) + 4711)]
    public void A_copy_has_the_bytes_where_there_are_such_pages(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        fixed (byte* source = bytes)
        {
            using LargePages? copy = LargePages.TryCopy(source, length);
            Assert.Equal(LargePages.Exist, copy is not null);
            if (copy is null)
                return;
            Assert.Equal(0, (long)copy.Pointer % LargePages.PageBytes);
            Assert.True(bytes.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(copy.Pointer, length)));
            Assert.Equal(0, copy.Pointer[length + 64]); // kernels may read so far
        }
    }

    [Fact]
    public void What_the_system_cannot_map_is_not_copied()
        => Assert.Null(LargePages.TryCopy(null, 1L << 60));
}
