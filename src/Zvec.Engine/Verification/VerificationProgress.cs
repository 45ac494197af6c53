namespace Zvec.Engine;

/// <summary>How far a verification is.</summary>
/// <param name="BytesChecked">Bytes of the files that were checked so far.</param>
/// <param name="BytesTotal">Bytes of all files that are checked.</param>
/// <param name="File">The full path of the file that is checked next.</param>
public readonly record struct VerificationProgress(long BytesChecked, long BytesTotal, string File);
