using System.Diagnostics;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Crash.Tests.HostileBytes;

/// <summary>Opens a damaged collection and judges what happens.</summary>
internal static class Probe
{
    /// <summary>More than any opening or verification of these small collections may allocate, in bytes.</summary>
    private const long MostAllocated = 64L << 20;

    /// <summary>Longer than any opening of these small collections may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Opens the collection, reads everything from it, and compares with what it must answer.</summary>
    /// <param name="specimen">The collection as it was.</param>
    /// <param name="disk">It, damaged.</param>
    /// <param name="path">The damaged file, which a failure must name.</param>
    /// <param name="mayBePrefix">Whether the damage is to the end of the log, which may be taken for a write cut short.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="what">What was done, for messages.</param>
    public static Outcome Open(
        Specimen specimen, IFileSystem disk, string path, bool mayBePrefix, CollectionOptions options, string what) =>
        Open(specimen, disk, Specimen.Root, [path], mayBePrefix, options, what);

    /// <summary>As above, for a collection anywhere with damage to one or several files, of which a failure must name one.</summary>
    public static Outcome Open(
        Specimen specimen,
        IFileSystem disk,
        string root,
        string[] paths,
        bool mayBePrefix,
        CollectionOptions options,
        string what)
    {
        long start = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using Collection collection = CollectionOpener.Open(disk, root, options);
            string answers = Observation.Of(collection);
            if (answers == specimen.Answers)
                return Outcome.Harmless;
            Assert.True(mayBePrefix, $"{what}: another answer than before the damage");
            Assert.True(specimen.Acknowledged.Contains(Observation.DocumentsOf(collection)), $"{what}: no prefix of what was acknowledged");
            return Outcome.Prefix;
        }
        catch (ZvecException exception)
        {
            Check(exception, paths, what);
            return Outcome.Detected;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.IAssertionException)
        {
            Assert.Fail($"{what}: {exception}");
            throw;
        }
        finally
        {
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Assert.True(allocated < MostAllocated, $"{what}: {allocated} bytes were allocated");
            Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"{what}: took {Stopwatch.GetElapsedTime(start)}");
        }
    }

    /// <summary>Verifies the collection; the report and the opening must agree.</summary>
    public static void Verify(IFileSystem disk, string path, Outcome outcome, string what) =>
        Verify(disk, Specimen.Root, [path], outcome, what);

    /// <summary>As above, for a collection anywhere with damage to one or several files.</summary>
    public static void Verify(IFileSystem disk, string root, string[] paths, Outcome outcome, string what)
    {
        VerificationReport report = Collection.Verify(disk, root);
        Assert.True(
            outcome == Outcome.Detected ? !report.IsIntact : report.IsIntact,
            $"{what}: opening says {outcome}, verification {report}");
        if (outcome == Outcome.Detected)
            Assert.True(report.Problems.Any(problem => paths.Any(path => Names(problem.Message, path))), $"{what}: not named in {report}");
    }

    /// <summary>Opens and reads a collection whose checksums are right and whose content is a lie: it may be refused, or answer
    /// anything, but nothing else.</summary>
    /// <returns>Whether it was refused, at opening or later.</returns>
    public static bool Survive(IFileSystem disk, CollectionOptions options, long mostAllocated, string what)
    {
        long start = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        bool refused = false;
        try
        {
            using Collection collection = CollectionOpener.Open(disk, Specimen.Root, options);
            Observation.Of(collection);
        }
        catch (ZvecException exception) when (exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat)
        {
            refused = true;
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        try
        {
            Collection.Verify(disk, Specimen.Root);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}, verified: {exception}");
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.True(allocated < MostAllocated + mostAllocated, $"{what}: {allocated} bytes were allocated");
        Assert.True(Stopwatch.GetElapsedTime(start) < Longest, $"{what}: took {Stopwatch.GetElapsedTime(start)}");
        return refused;
    }

    private static void Check(ZvecException exception, string[] paths, string what)
    {
        Assert.True(
            exception.Code is ZvecErrorCode.DataCorruption or ZvecErrorCode.UnsupportedFormat, $"{what}: {exception.Code} {exception}");
        Assert.True(paths.Any(path => Names(exception.Message, path)), $"{what}: not named in '{exception.Message}'");
    }

    /// <summary>A log that has lost its end is noticed by the file that follows; a manifest that is gone is named by its folder.</summary>
    private static bool Names(string message, string path)
    {
        string name = path.EndsWith(".wal", StringComparison.Ordinal)
            || Path.GetFileName(path).StartsWith("MANIFEST", StringComparison.Ordinal)
            ? Path.GetDirectoryName(path)!
            : path;
        return message.Contains(name, StringComparison.Ordinal);
    }
}
