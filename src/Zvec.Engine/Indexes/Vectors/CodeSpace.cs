using Zvec.Engine.Quantizers;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Finds the kernel for the codes of a quantizer.</summary>
internal static class CodeSpace
{
    public static RowSpace For(Quantizer quantizer) => quantizer.Form.Metric switch
    {
        Metric.L2 => Create<L2Codes>(quantizer),
        Metric.InnerProduct or Metric.Cosine => Create<ProductCodes>(quantizer),
        _ => throw new ArgumentOutOfRangeException(nameof(quantizer), quantizer.Form, "There are no codes for this metric."),
    };

    private static RowSpace<Int8CodeKernel<TMetric>> Create<TMetric>(Quantizer quantizer)
        where TMetric : struct, ICodeMetric
        => quantizer.Form.Codes switch
        {
            Quantization.Int8 => new RowSpace<Int8CodeKernel<TMetric>>(quantizer.Form.Dimensions, quantizer.Stride),
            _ => throw new ArgumentOutOfRangeException(nameof(quantizer), quantizer.Form, "There is no kernel for these codes."),
        };
}
