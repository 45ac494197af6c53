using Zvec.Engine.Primitives;

namespace Zvec.Engine;

/// <summary>Refuses options that are out of range.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ZvecException">An option is out of its range.</exception>
    public static void Run(CollectionOptions options)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode All = Owner
            | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if ((options.FileMode & Owner) != Owner || (options.FileMode & ~All) != 0)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"CollectionOptions.FileMode is {options.FileMode}. It must let the owner read and write (UserRead, UserWrite), "
                    + "and may let the group and others do so, but nobody execute.");
        }

        if (options.MutableSegmentBytes is < 64 << 10 or > 1 << 30)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"CollectionOptions.MutableSegmentBytes is {options.MutableSegmentBytes}, and must be from 65,536 (64 KiB) "
                    + "to 1,073,741,824 (1 GiB).");
        }

        if (options.MaxMemory < MemoryBudget.SmallestLimit)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"CollectionOptions.MaxMemory is {options.MaxMemory}, and must be at least {MemoryBudget.SmallestLimit} (64 MiB), or null "
                    + "for a quarter of the memory that the process may use.");
        }

        if (options.DiskReserveBytes < 0)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"CollectionOptions.DiskReserveBytes is {options.DiskReserveBytes}, and must be 0 or more.");
        }

        if (options.MaintenanceThreads is < 1 or > 256)
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument, $"CollectionOptions.MaintenanceThreads is {options.MaintenanceThreads}, "
                    + "and must be from 1 to 256.");
        }

        if (options.RefreshInterval is { } interval && (interval < TimeSpan.FromMilliseconds(10) || interval > TimeSpan.FromDays(1)))
        {
            throw new ZvecException(
                ZvecErrorCode.InvalidArgument,
                $"CollectionOptions.RefreshInterval is {interval}, and must be from 10 milliseconds to a day, or null for no timer.");
        }

        if (!Enum.IsDefined(options.Durability))
            throw new ZvecException(ZvecErrorCode.InvalidArgument, $"CollectionOptions.Durability is {options.Durability}, "
                + "which is neither Synced nor Buffered.");
    }
}
