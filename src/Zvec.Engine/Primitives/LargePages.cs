using System.Runtime.InteropServices;

namespace Zvec.Engine.Primitives;

/// <summary>A copy of some bytes in pages of 2 MiB, of which the processor can keep the addresses of gigabytes at hand: memory that is read
/// at random places is reached without a look into the page tables. Where the system has no such pages there are no copies.</summary>
/// <remarks>Linux makes such pages of ordinary memory when it is asked to (transparent huge pages), as far as it has any free: where it has
/// none, smaller ones are used, which is slower and else the same.</remarks>
internal sealed unsafe partial class LargePages : SafeHandle
{
    public const int PageBytes = 2 << 20;

    private const string Settings = "/sys/kernel/mm/transparent_hugepage/";
    private const int ReadAndWrite = 3; // PROT_READ | PROT_WRITE
    private const int PrivateAnonymous = 0x22; // MAP_PRIVATE | MAP_ANONYMOUS
    private const int WantLargePages = 14; // MADV_HUGEPAGE

    private readonly nuint _mapped;

    private LargePages(nint address, nuint mapped)
        : base(-1, ownsHandle: true)
    {
        _mapped = mapped;
        SetHandle(address);
        Pointer = (byte*)(((nuint)address + PageBytes - 1) & ~(nuint)(PageBytes - 1));
    }

    /// <summary>Whether this system has such pages.</summary>
    public static bool Exist { get; } =
        OperatingSystem.IsLinux() && HasSetting("hpage_pmd_size", "2097152") && !HasSetting("enabled", "[never]");

    /// <summary>The first byte, aligned to a page.</summary>
    public byte* Pointer { get; }

    public override bool IsInvalid => handle is -1 or 0;

    /// <summary>What a copy of so many bytes takes at most: a kernel may read a little more.</summary>
    public static long BytesFor(long bytes) => bytes + 4096;

    /// <summary>Copies bytes.</summary>
    /// <returns>The copy, to be disposed; null when there are no such pages or the system has no memory.</returns>
    public static LargePages? TryCopy(byte* source, long bytes)
    {
        if (!Exist)
            return null;
        // what is mapped in front, for the alignment, is never touched and so never takes memory
        nuint mapped = (nuint)(BytesFor(bytes) + PageBytes);
        nint address = Map(0, mapped, ReadAndWrite, PrivateAnonymous, -1, 0);
        var pages = new LargePages(address, mapped);
        if (pages.IsInvalid || Advise(pages.Pointer, (nuint)BytesFor(bytes), WantLargePages) != 0)
        {
            pages.Dispose();
            return null;
        }

        Buffer.MemoryCopy(source, pages.Pointer, bytes, bytes);
        return pages;
    }

    protected override bool ReleaseHandle() => Unmap(handle, _mapped) == 0;

    private static bool HasSetting(string name, string text)
    {
        try
        {
            return File.Exists(Settings + name) && File.ReadAllText(Settings + name).Contains(text, StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // a system that hides its settings is taken for one without such pages
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint length, int advice);
}
