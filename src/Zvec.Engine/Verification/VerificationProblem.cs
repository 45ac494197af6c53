namespace Zvec.Engine;

/// <summary>Something that is wrong with a collection.</summary>
/// <param name="File">The full path of the file or folder.</param>
/// <param name="Code">What kind of problem: <see cref="ZvecErrorCode.DataCorruption"/>, or <see cref="ZvecErrorCode.UnsupportedFormat"/>
/// for a file of a newer version.</param>
/// <param name="Message">What is wrong, with the place and the values.</param>
public sealed record VerificationProblem(string File, ZvecErrorCode Code, string Message);
