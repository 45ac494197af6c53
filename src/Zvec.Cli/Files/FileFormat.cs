namespace Zvec.Cli.Files;

/// <summary>The formats of files that documents come from and go to.</summary>
internal enum FileFormat
{
    /// <summary>A document as JSON on each line.</summary>
    JsonLines,

    /// <summary>Comma-separated values under a line of names.</summary>
    Csv,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Vectors as NumPy saves an array.</summary>
    Npy,

    /// <summary>Vectors of floats, each behind the number of its elements.</summary>
    Fvecs,
}
