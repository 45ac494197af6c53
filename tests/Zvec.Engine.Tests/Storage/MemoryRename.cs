namespace Zvec.Engine.Tests.Storage;

/// <summary>A rename whose new name may not be durable.</summary>
internal sealed record MemoryRename(MemoryFolder From, string Source, MemoryFolder To, string Target, object What);
