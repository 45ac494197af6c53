using System.Runtime.InteropServices;
using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Tests.Quantizers;

/// <summary>Reads codes and encoded queries by the description of their form, and measures them in double precision.</summary>
internal static class CodeModel
{
    /// <summary>A code's elements, scale and term.</summary>
    public static (double[] Elements, double Scale, double Term) Code(QuantizerForm form, ReadOnlySpan<byte> code)
    {
        double[] elements = new double[form.Dimensions];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = form.Codes switch
            {
                Quantization.Float16 => (double)MemoryMarshal.Cast<byte, Half>(code)[i],
                Quantization.Int8 => (sbyte)code[i],
                _ => (2 * ((code[i / 2] >> (4 * (i % 2))) & 15)) - 15,
            };
        }

        int bits = form.Codes switch { Quantization.Float16 => 16, Quantization.Int8 => 8, _ => 4 };
        int bytes = ((bits * form.Dimensions) + 7) / 8;
        ReadOnlySpan<float> terms = MemoryMarshal.Cast<byte, float>(code[((bytes + 3) / 4 * 4)..]);
        return (elements, terms[0], terms[1]);
    }

    /// <summary>A query's elements, scale and term.</summary>
    public static (double[] Elements, double Scale, double Term) Query(QuantizerForm form, ReadOnlySpan<byte> query)
    {
        double[] elements = new double[form.Dimensions];
        ReadOnlySpan<byte> stored = query[64..];
        int pitch = (((form.Dimensions + 3) / 4) + 31) / 32 * 32;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = form.Codes switch
            {
                Quantization.Float16 => MemoryMarshal.Cast<byte, float>(stored)[i] / Math.Pow(2, 112),
                Quantization.Int8 => MemoryMarshal.Cast<byte, short>(stored)[i],
                _ => MemoryMarshal.Cast<byte, short>(stored)[(i % 4 * pitch) + (i / 4)],
            };
        }

        ReadOnlySpan<float> terms = MemoryMarshal.Cast<byte, float>(query);
        return (elements, terms[0], terms[1]);
    }

    public static double Distance((double[] Elements, double Scale, double Term) a, (double[] Elements, double Scale, double Term) b)
        => a.Term + b.Term - (a.Scale * b.Scale * a.Elements.Zip(b.Elements, (x, y) => x * y).Sum());
}
