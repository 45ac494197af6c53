using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Finds the kernel for the codes of a quantizer.</summary>
internal static class CodeSpace
{
    public static RowSpace For(Quantizer quantizer) => quantizer.Form.Codes switch
    {
        Quantization.Float16 => new RowSpace<CodeKernel<Float16Codes>>(quantizer.Form.Dimensions, quantizer.Stride),
        Quantization.Int8 => new RowSpace<CodeKernel<Int8Codes>>(quantizer.Form.Dimensions, quantizer.Stride),
        Quantization.Int4 => new RowSpace<CodeKernel<Int4Codes>>(quantizer.Form.Dimensions, quantizer.Stride),
        _ => throw new ArgumentOutOfRangeException(nameof(quantizer), quantizer.Form, "There is no kernel for these codes."),
    };
}
