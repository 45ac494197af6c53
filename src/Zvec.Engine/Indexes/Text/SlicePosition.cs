namespace Zvec.Engine.Indexes.Text;

/// <summary>A place in a stream of a <see cref="SlicePool"/>.</summary>
/// <param name="Address">The address of the next byte, or of the link to it.</param>
/// <param name="Slice">The number of the slice that it is in.</param>
/// <param name="Used">How many bytes of that slice are before it.</param>
internal readonly record struct SlicePosition(int Address, int Slice, int Used);
