using CsCheck;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Tests.Primitives;

public sealed class PrimitivesTests
{
    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(Gen.Byte, Gen.Int, Gen.Long, Gen.ULong, Gen.String).Sample((small, number, large, varint, text) =>
    {
        string wellFormed = new([.. text.Where(character => !char.IsSurrogate(character))]);
        var writer = new ByteWriter(0);
        writer.WriteByte(small);
        writer.WriteInt32(number);
        writer.WriteUInt32((uint)number);
        writer.WriteInt64(large);
        writer.WriteUInt64(varint);
        writer.WriteVarint(varint);
        writer.WriteVarint(small);
        writer.WriteString(wellFormed);
        writer.WriteBytes([1, 2, 3]);
        var reader = new SpanReader(writer.Written);
        Assert.Equal(small, reader.ReadByte());
        Assert.Equal(number, reader.ReadInt32());
        Assert.Equal((uint)number, reader.ReadUInt32());
        Assert.Equal(large, reader.ReadInt64());
        Assert.Equal(varint, reader.ReadUInt64());
        Assert.Equal(varint, reader.ReadVarint());
        Assert.Equal(small, reader.ReadVarint());
        Assert.Equal(wellFormed, reader.ReadString());
        Assert.Equal([1, 2, 3], reader.ReadBytes(3).ToArray());
        Assert.Equal(0, reader.Remaining);
    });

    [Fact]
    public void A_reader_never_goes_past_the_end()
    {
        Assert.Throws<EndOfStreamException>(() => new SpanReader([1, 2, 3]).ReadInt32());
        Assert.Throws<EndOfStreamException>(() => new SpanReader([1]).ReadBytes(-1));
        Assert.Throws<EndOfStreamException>(() => new SpanReader([0x80]).ReadVarint());
        Assert.Throws<EndOfStreamException>(
            () => new SpanReader([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02]).ReadVarint());
        Assert.Throws<EndOfStreamException>(() => new SpanReader([.. Enumerable.Repeat((byte)0x80, 20)]).ReadVarint());
        Assert.Throws<EndOfStreamException>(() => new SpanReader([5, 1, 2]).ReadString());
        Assert.Throws<EndOfStreamException>(() => new SpanReader([2, 0, 0, 0]).ReadCount(minimumBytes: 2));
        Assert.Equal(1, new SpanReader([1, 0, 0]).ReadCount(minimumBytes: 2));
    }

    [Fact]
    public void A_writer_takes_back_what_it_is_told_to()
    {
        var writer = new ByteWriter();
        writer.WriteInt32(1);
        writer.WriteInt32(2);
        writer.Truncate(4);
        Assert.Equal([1, 0, 0, 0], writer.Written.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(-1));
        Assert.ThrowsAny<ArgumentException>(() => { writer.Reserve(-1); });
    }

    [Fact]
    public void A_chunked_list_keeps_its_elements_in_place()
    {
        var list = new ChunkedList<int>();
        const int Count = (ChunkedList<int>.ChunkLength * 3) + 5;
        for (int i = 0; i < Count; i++)
        {
            list.Add(i);
            Assert.Equal(i + 1, list.Count);
        }

        for (int i = 0; i < Count; i += 997)
            Assert.Equal(i, list[i]);
        var seen = new List<int>();
        for (int start = 0; start < Count;)
        {
            ReadOnlySpan<int> run = list.Run(start, Count - start);
            seen.AddRange(run);
            start += run.Length;
        }

        Assert.Equal(Enumerable.Range(0, Count), seen);
        Assert.True(new ChunkedList<int>().Run(0, 0).IsEmpty);
    }

    [Fact]
    public async Task Readers_see_every_published_element_while_another_thread_appends()
    {
        var list = new ChunkedList<int>();
        int published = 0;
        Task appending = Task.Run(() =>
        {
            for (int i = 0; i < 200_000; i++)
            {
                list.Add(i);
                Volatile.Write(ref published, i + 1);
            }
        }, TestContext.Current.CancellationToken);
        while (!appending.IsCompleted)
        {
            int count = Volatile.Read(ref published);
            if (count > 0)
                Assert.Equal(count - 1, list[count - 1]);
        }

        await appending;
    }

    [Fact]
    public unsafe void A_native_buffer_is_zero_aligned_and_bounded()
    {
        foreach (long length in (long[])[0, 1, 63, 64, 65, 100_000])
        {
            using var buffer = new NativeBuffer(length);
            Assert.Equal(length, buffer.Length);
            Assert.Equal(0, (long)buffer.Pointer % NativeBuffer.Alignment);
            Assert.False(buffer.Slice(0, (int)length).ContainsAnyExcept((byte)0));
            Assert.Throws<ArgumentOutOfRangeException>(() => { buffer.Slice(1, (int)length); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { buffer.Slice(-1, 1); });
            Assert.Throws<ArgumentOutOfRangeException>(() => { buffer.Slice(0, -1); });
        }
    }
}
