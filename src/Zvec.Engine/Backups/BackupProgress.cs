namespace Zvec.Engine;

/// <summary>How far a backup has come, or a restoration.</summary>
/// <param name="Files">Files that are in place and verified.</param>
/// <param name="TotalFiles">Files in all.</param>
/// <param name="Bytes">Bytes of the files that are in place and verified.</param>
/// <param name="TotalBytes">Bytes in all.</param>
public readonly record struct BackupProgress(int Files, int TotalFiles, long Bytes, long TotalBytes);
