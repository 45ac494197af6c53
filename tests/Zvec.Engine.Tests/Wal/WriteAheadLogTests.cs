using CsCheck;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;
using Zvec.Engine.Wal;

namespace Zvec.Engine.Tests.Wal;

public sealed class WriteAheadLogTests
{
    private const string Folder = "/db/wal";
    private const int Number = 7;

    private static string Path => WalFiles.PathOf(Folder, Number);

    [Fact]
    public void Payloads_come_back_in_order_with_their_sequence_numbers()
    {
        MemoryFileSystem files = NewDisk();
        using (var log = WriteAheadLog.Create(files, Folder, Number, 41))
        {
            Assert.Equal(41UL, log.Append(Payload(1), Payload(2)));
            log.Sync();
            Assert.Equal(43UL, log.Append(Payload(3)));
            Assert.Equal(44UL, log.NextSequence);
        }

        (WalRecoveryResult result, List<(ulong Sequence, byte[] Payload)> records) = Read(files);
        Assert.Equal([41UL, 42UL, 43UL], records.Select(record => record.Sequence));
        Assert.Equal([Payload(1), Payload(2), Payload(3)], records.Select(record => record.Payload));
        Assert.Equal((44UL, 3L, false), (result.NextSequence, result.Records, result.IsTorn));
    }

    [Fact]
    public void What_was_synced_survives_a_power_cut_and_the_rest_is_a_beginning() =>
        Gen.Select(Gen.Int[1, 600].Array[1, 12], Gen.Int[0, 12], Gen.Int).Sample(
        (lengths, synced, seed) =>
        {
            MemoryFileSystem files = NewDisk();
            using var log = WriteAheadLog.Create(files, Folder, Number, 1);
            for (int i = 0; i < lengths.Length; i++)
            {
                log.Append(Payload(i, lengths[i]));
                if (i + 1 == synced)
                    log.Sync();
            }

            MemoryFileSystem after = files.Crash(new Random(seed));
            (WalRecoveryResult result, List<(ulong Sequence, byte[] Payload)> records) = Read(after);
            Assert.InRange(records.Count, Math.Min(synced, lengths.Length) == synced ? synced : 0, lengths.Length);
            for (int i = 0; i < records.Count; i++)
                Assert.Equal(Payload(i, lengths[i]), records[i].Payload);
            AssertGoesOn(after, result, records.Count);
        });

    [Fact]
    public void A_write_torn_at_any_byte_leaves_all_earlier_records_and_can_be_followed()
    {
        byte[] whole = ThreeRecords(sync: false, out long[] ends);
        for (long length = ends[1]; length < ends[2]; length++)
        {
            foreach (bool zeros in (bool[])[false, true])
            {
                MemoryFileSystem files = NewDisk();
                byte[] torn = whole.AsSpan(0, (int)(zeros ? ends[2] : length)).ToArray();
                torn.AsSpan((int)length).Clear();
                if (torn.AsSpan().SequenceEqual(whole.AsSpan(0, (int)ends[2])))
                    continue; // the payload ends in a zero
                files.Put(Path, torn);
                (WalRecoveryResult result, List<(ulong, byte[])> records) = Read(files);
                Assert.Equal(2, records.Count);
                Assert.Equal(ends[1], result.ValidLength);
                Assert.Equal(length > ends[1] || zeros, result.IsTorn);
                AssertGoesOn(files, result, 2);
            }
        }
    }

    [Fact]
    public void A_changed_byte_in_what_was_synced_is_corruption_wherever_it_is()
    {
        byte[] whole = ThreeRecords(sync: true, out long[] ends);
        for (int at = 0; at < ends[2]; at++)
        {
            MemoryFileSystem files = NewDisk();
            files.Put(Path, whole);
            files.Damage(Path, at);
            var exception = Assert.Throws<ZvecException>(() => Read(files));
            Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
            Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lost_bytes_in_what_was_synced_are_corruption()
    {
        byte[] whole = ThreeRecords(sync: true, out long[] ends);
        MemoryFileSystem files = NewDisk();
        files.Put(Path, [.. whole[..(int)ends[0]], .. whole[(int)ends[1]..]]);
        Assert.Equal(ZvecErrorCode.DataCorruption, Assert.Throws<ZvecException>(() => Read(files)).Code);
    }

    [Fact]
    public void Every_kind_of_rubbish_behind_the_end_is_cut()
    {
        byte[] whole = ThreeRecords(sync: true, out _);
        Gen.OneOf(Gen.Byte.Array[1, 3000], Gen.Int[1, 3000].Select(count => new byte[count])).Sample(rubbish =>
        {
            MemoryFileSystem files = NewDisk();
            files.Put(Path, [.. whole, .. rubbish]);
            (WalRecoveryResult result, List<(ulong, byte[])> records) = Read(files);
            Assert.Equal(3, records.Count);
            Assert.Equal(whole.Length, result.ValidLength);
            AssertGoesOn(files, result, 3);
        });
    }

    [Fact]
    public void A_torn_end_in_a_file_that_is_not_the_last_is_corruption()
    {
        byte[] whole = ThreeRecords(sync: false, out long[] ends);
        MemoryFileSystem files = NewDisk();
        files.Put(Path, whole.AsSpan(0, (int)ends[2] - 1));
        Assert.Equal(ZvecErrorCode.DataCorruption, Assert.Throws<ZvecException>(() => Read(files, isLast: false)).Code);
        files.Put(Path, whole.AsSpan(0, (int)ends[2]));
        Assert.Equal(3, Read(files, isLast: false).Records.Count);
    }

    [Fact]
    public void Records_that_do_not_follow_those_of_the_file_before_are_corruption()
    {
        MemoryFileSystem files = NewDisk();
        WriteAheadLog.Create(files, Folder, Number, 10).Dispose();
        Read(files, expected: 10);
        var exception = Assert.Throws<ZvecException>(() => Read(files, expected: 9));
        Assert.Equal(ZvecErrorCode.DataCorruption, exception.Code);
        Assert.Contains("record 10 where record 9", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_under_another_number_is_corruption()
    {
        MemoryFileSystem files = NewDisk();
        files.Put(WalFiles.PathOf(Folder, Number + 1), ThreeRecords(sync: true, out _));
        Assert.Equal(
            ZvecErrorCode.DataCorruption,
            Assert.Throws<ZvecException>(() => WalRecovery.Read(files, Folder, Number + 1, null, true, (_, _) => { })).Code);
    }

    [Fact]
    public void A_newer_version_is_refused_as_such()
    {
        MemoryFileSystem files = NewDisk();
        byte[] bytes = ThreeRecords(sync: true, out _);
        bytes[6] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(
            bytes.AsSpan(24), System.IO.Hashing.XxHash3.HashToUInt64(bytes.AsSpan(0, 24)));
        files.Put(Path, bytes);
        Assert.Equal(ZvecErrorCode.UnsupportedFormat, Assert.Throws<ZvecException>(() => Read(files)).Code);
    }

    [Fact]
    public void A_process_that_ends_while_it_makes_the_file_leaves_one_without_header()
    {
        byte[] whole = ThreeRecords(sync: true, out _);
        for (int length = 0; length <= WalFormat.HeaderLength; length++)
        {
            MemoryFileSystem files = NewDisk();
            files.Put(Path, length == WalFormat.HeaderLength ? new byte[length] : whole[..length]);
            (WalRecoveryResult result, List<(ulong, byte[])> records) = Read(files, expected: 5);
            Assert.False(result.HasHeader);
            Assert.Empty(records);
            Assert.Equal(5UL, result.NextSequence);
            Assert.Throws<ArgumentException>(() => WriteAheadLog.OpenAppend(files, Path, result));
        }
    }

    [Fact]
    public void A_large_record_survives()
    {
        MemoryFileSystem files = NewDisk();
        byte[] large = new byte[5 << 20];
        new Random(3).NextBytes(large);
        using (var log = WriteAheadLog.Create(files, Folder, Number, 1))
        {
            log.Append(Payload(1), large, Payload(2));
            log.Sync();
        }

        List<(ulong Sequence, byte[] Payload)> records = Read(files.Crash()).Records;
        Assert.Equal(3, records.Count);
        Assert.Equal(large, records[1].Payload);
    }

    [Fact]
    public void Payloads_that_are_empty_or_too_large_are_refused_and_the_log_goes_on()
    {
        MemoryFileSystem files = NewDisk();
        using var log = WriteAheadLog.Create(files, Folder, Number, 1);
        Assert.Equal(
            ZvecErrorCode.ResourceExhausted, Assert.Throws<ZvecException>(() => log.Append(Payload(1), ReadOnlyMemory<byte>.Empty)).Code);
        Assert.Equal(1UL, log.Append(Payload(1)));
        Assert.Single(Read(files).Records);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_failure_nothing_more_is_taken(bool tears)
    {
        for (int failAt = 1; ; failAt++)
        {
            MemoryFileSystem files = NewDisk();
            using var log = WriteAheadLog.Create(files, Folder, Number, 1);
            files.FailAt = files.Operations + failAt;
            files.TearsWrites = tears;
            int synced = 0;
            bool failed = false;
            for (int i = 0; i < 3 && !failed; i++)
            {
                try
                {
                    log.Append(Payload(i));
                    log.Sync();
                    synced++;
                }
                catch (Exception exception) when (exception is IOException or ZvecException { Code: ZvecErrorCode.ReadOnly })
                {
                    failed = true;
                }
            }

            if (!failed && files.Operations < files.FailAt)
                return;
            if (failed)
            {
                Assert.Equal(ZvecErrorCode.ReadOnly, Assert.Throws<ZvecException>(() => log.Append(Payload(9))).Code);
                Assert.Equal(ZvecErrorCode.ReadOnly, Assert.Throws<ZvecException>(() => log.Sync()).Code);
            }

            foreach (int? seed in (int?[])[null, 1, 2, 3])
                Assert.InRange(Read(files.Crash(seed is { } value ? new Random(value) : null)).Records.Count, synced, synced + 1);
        }
    }

    [Fact]
    public void A_sync_with_nothing_new_touches_nothing()
    {
        MemoryFileSystem files = NewDisk();
        using var log = WriteAheadLog.Create(files, Folder, Number, 1);
        log.Append(Payload(1));
        log.Sync();
        int operations = files.Operations;
        log.Sync();
        log.Append();
        log.Sync();
        Assert.Equal(operations, files.Operations);
    }

    [Fact]
    public void Log_files_are_listed_by_number_and_others_passed_over()
    {
        MemoryFileSystem files = NewDisk();
        foreach (string name in (string[])["000010.wal", "000002.wal", "1234567.wal", "x.wal", "3.wal", "000004.wal.tmp", "+00005.wal"])
            files.Put(System.IO.Path.Combine(Folder, name), []);
        Assert.Equal([2L, 10L, 1234567L], WalFiles.List(files, Folder));
    }

    [Fact]
    public void Appending_and_syncing_side_by_side_loses_nothing()
    {
        MemoryFileSystem files = NewDisk();
        using var log = WriteAheadLog.Create(files, Folder, Number, 1);
        const int Count = 2000;
        Task appending = Task.Run(() =>
        {
            for (int i = 0; i < Count; i++)
                log.Append(Payload(i));
        }, TestContext.Current.CancellationToken);
        while (!appending.IsCompleted)
            log.Sync();
        log.Sync();
        List<(ulong Sequence, byte[] Payload)> records = Read(files.Crash()).Records;
        Assert.Equal(Enumerable.Range(0, Count).Select(i => Payload(i)), records.Select(record => record.Payload));
    }

    [Fact]
    public void A_log_on_the_disk_works_the_same()
    {
        using var folder = new TemporaryFolder();
        PhysicalFileSystem files = PhysicalFileSystem.Instance;
        using (var log = WriteAheadLog.Create(files, folder.Path, 1, 1))
        {
            log.Append(Payload(1), Payload(2));
            log.Sync();
        }

        File.AppendAllText(WalFiles.PathOf(folder.Path, 1), "torn");
        int count = 0;
        WalRecoveryResult result = WalRecovery.Read(files, folder.Path, 1, 1, true, (_, _) => count++);
        Assert.True(result.IsTorn);
        using (var log = WriteAheadLog.OpenAppend(files, WalFiles.PathOf(folder.Path, 1), result))
        {
            log.Append(Payload(3));
            log.Sync();
        }

        result = WalRecovery.Read(files, folder.Path, 1, 1, true, (_, _) => count++);
        Assert.Equal(5, count);
        Assert.False(result.IsTorn);
    }

    private static MemoryFileSystem NewDisk() => new(Folder);

    private static byte[] Payload(int seed, int length = 40)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bytes of a file with three records, and where each ends.</summary>
    private static byte[] ThreeRecords(bool sync, out long[] ends)
    {
        MemoryFileSystem files = NewDisk();
        using var log = WriteAheadLog.Create(files, Folder, Number, 1);
        ends = new long[3];
        for (int i = 0; i < 3; i++)
        {
            log.Append(Payload(i));
            ends[i] = log.Length;
            if (sync)
                log.Sync();
        }

        return files.ReadAllBytes(Path);
    }

    private static (WalRecoveryResult Result, List<(ulong Sequence, byte[] Payload)> Records) Read(
        IFileSystem files, bool isLast = true, ulong? expected = null)
    {
        var records = new List<(ulong, byte[])>();
        WalRecoveryResult result = WalRecovery.Read(
            files, Folder, Number, expected, isLast, (sequence, payload) => records.Add((sequence, payload.ToArray())));
        return (result, records);
    }

    /// <summary>Cuts, appends one more record, and finds all of them after a power cut.</summary>
    private static void AssertGoesOn(MemoryFileSystem files, WalRecoveryResult result, int before)
    {
        using (var log = WriteAheadLog.OpenAppend(files, Path, result))
        {
            log.Append(Payload(99, 10));
            log.Sync();
        }

        (WalRecoveryResult again, List<(ulong Sequence, byte[] Payload)> records) = Read(files.Crash());
        Assert.Equal(before + 1, records.Count);
        Assert.Equal(Payload(99, 10), records[^1].Payload);
        Assert.False(again.IsTorn);
    }
}
