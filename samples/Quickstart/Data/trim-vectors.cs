// Makes glove.words.gz and glove.vectors.gz from GloVe vectors of half floats; README.md beside this file describes the format.
//
//   dotnet run trim-vectors.cs -- <words: one a line> <vectors: rows of 100 half floats, little-endian> <folder to write to>

using System.Buffers.Binary;
using System.IO.Compression;

const int Dimensions = 100;

// A step of a sixteenth of the row's root mean square keeps every row within a cosine of 0.9997 of what it was.
const double StepsPerRootMeanSquare = 16;

byte[] halves = File.ReadAllBytes(args[1]);
int words = File.ReadLines(args[0]).Count();
if (halves.Length != words * Dimensions * sizeof(ushort))
    throw new InvalidDataException($"{words} words do not fit {halves.Length} bytes of vectors.");

using (var source = File.OpenRead(args[0]))
using (var target = new GZipStream(File.Create(Path.Combine(args[2], "glove.words.gz")), CompressionLevel.SmallestSize))
    source.CopyTo(target);

using var rows = new GZipStream(File.Create(Path.Combine(args[2], "glove.vectors.gz")), CompressionLevel.SmallestSize);
double[] vector = new double[Dimensions];
byte[] row = new byte[sizeof(ushort) + Dimensions];
double worst = 1;
for (int word = 0; word < words; word++)
{
    for (int i = 0; i < Dimensions; i++)
        vector[i] = (double)BinaryPrimitives.ReadHalfLittleEndian(halves.AsSpan((word * Dimensions + i) * sizeof(ushort)));

    double squares = vector.Sum(x => x * x);
    var step = (Half)Math.Max(Math.Sqrt(squares / Dimensions) / StepsPerRootMeanSquare, vector.Max(Math.Abs) / sbyte.MaxValue);
    BinaryPrimitives.WriteHalfLittleEndian(row, step);
    double dot = 0, codeSquares = 0;
    for (int i = 0; i < Dimensions; i++)
    {
        var code = (sbyte)Math.Clamp(Math.Round(vector[i] / (double)step), -sbyte.MaxValue, sbyte.MaxValue);
        row[sizeof(ushort) + i] = (byte)code;
        dot += code * vector[i];
        codeSquares += code * code;
    }

    rows.Write(row);
    worst = Math.Min(worst, dot / Math.Sqrt(squares * codeSquares));
}

Console.WriteLine($"{words} rows; the least cosine between a row and its original is {worst:F5}");
