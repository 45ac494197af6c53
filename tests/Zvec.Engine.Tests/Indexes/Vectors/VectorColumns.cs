using System.Runtime.InteropServices;
using Zvec.Engine.Columns;
using Zvec.Engine.Primitives;
using Zvec.Engine.Schema;
using Zvec.Engine.Storage;
using Zvec.Engine.Tests.Storage;

namespace Zvec.Engine.Tests.Indexes.Vectors;

/// <summary>Makes vector columns for tests.</summary>
internal static class VectorColumns
{
    public static MutableVectorColumn Mutable(VectorRowLayout layout, IEnumerable<byte[]?> vectors)
    {
        var column = new MutableVectorColumn(layout);
        foreach (byte[]? vector in vectors)
        {
            if (vector is null)
                column.AppendMissing();
            else
                column.Append(vector);
        }

        return column;
    }

    public static MappedVectorColumn Mapped(VectorRowLayout layout, IEnumerable<byte[]?> vectors)
    {
        using MutableVectorColumn column = Mutable(layout, vectors);
        return Mapped(layout, new VectorSource(column, Bitmap.Full(column.Count)));
    }

    public static MappedVectorColumn Mapped(VectorRowLayout layout, params VectorSource[] sources)
    {
        var files = new MemoryFileSystem("/");
        Write(files, "v1.vectors", layout, sources);
        return Open(files, "v1.vectors");
    }

    public static void Write(MemoryFileSystem files, string path, VectorRowLayout layout, params VectorSource[] sources)
    {
        using var writer = new SectionFileWriter(files, path, VectorColumnFormat.Kind, VectorColumnFormat.Version);
        VectorColumnWriter.Write(writer, layout, sources);
        writer.Finish();
    }

    public static MappedVectorColumn Open(MemoryFileSystem files, string path, bool verify = true)
        => new(new SectionFileReader(files, path, VectorColumnFormat.Kind, VectorColumnFormat.Version, verify));

    public static byte[] Bytes<T>(ReadOnlySpan<T> elements)
        where T : unmanaged
        => MemoryMarshal.AsBytes(elements).ToArray();

    /// <summary>A vector of small random integers, which every element type can hold.</summary>
    public static byte[] Random(VectorType type, int dimensions, Random random)
    {
        float[] values = new float[dimensions];
        for (int i = 0; i < dimensions; i++)
            values[i] = random.Next(-128, 128);
        byte[] elements = new byte[new VectorRowLayout(type, dimensions, false).DataBytes];
        Assert.True(VectorElements.TryConvert(values, type, elements));
        return elements;
    }

    public static double[] Elements(VectorType type, ReadOnlySpan<byte> elements)
    {
        double[] values = new double[elements.Length / type.ElementBytes()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type switch
            {
                VectorType.Float32 => MemoryMarshal.Cast<byte, float>(elements)[i],
                VectorType.Float16 => (double)MemoryMarshal.Cast<byte, Half>(elements)[i],
                _ => (sbyte)elements[i],
            };
        }

        return values;
    }

    /// <summary>The distance by its definition.</summary>
    public static double Reference(Metric metric, double[] a, double[] b)
    {
        double dot = 0, squares = 0, manhattan = 0, hamming = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
            squares += (a[i] - b[i]) * (a[i] - b[i]);
            manhattan += Math.Abs(a[i] - b[i]);
            hamming += a[i] == b[i] ? 0 : 1;
        }

        return metric switch
        {
            Metric.L2 => squares,
            Metric.InnerProduct => -dot,
            Metric.Cosine => aa == 0 || bb == 0 ? 1 : 1 - (dot / Math.Sqrt(aa * bb)),
            Metric.Hamming => hamming,
            _ => manhattan,
        };
    }
}
