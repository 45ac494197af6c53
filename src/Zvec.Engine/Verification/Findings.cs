using Zvec.Engine.Storage;

namespace Zvec.Engine.Verification;

/// <summary>Gathers what a verification finds.</summary>
internal sealed class Findings
{
    public List<VerificationProblem> Problems { get; } = [];

    public List<string> Notes { get; } = [];

    public int Files { get; private set; }

    public long Bytes { get; private set; }

    public void Count(long bytes)
    {
        Files++;
        Bytes += bytes;
    }

    /// <summary>Adds that the bytes of a file are not what was written.</summary>
    public void Add(string path, string what) => Add(path, SectionFileReader.Corrupt(path, what));

    public void Add(string path, ZvecException problem) => Problems.Add(new VerificationProblem(path, problem.Code, problem.Message));

    /// <summary>Adds what was found of a part.</summary>
    public void Add(VerificationReport part)
    {
        Files += part.Files;
        Bytes += part.Bytes;
        Problems.AddRange(part.Problems);
        Notes.AddRange(part.Notes);
    }

    /// <summary>Adds that a file cannot be read.</summary>
    public void Add(string path, Exception failure)
    {
        if (failure is ZvecException problem)
            Add(path, problem);
        else
            Add(path, $"it cannot be read ({failure.Message})");
    }
}
