using Zvec.Engine.Columns;
using Zvec.Engine.Distance;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A vector space compiled for one kernel.</summary>
internal sealed unsafe class VectorSpace<TKernel>(VectorRowLayout layout, Metric metric)
    : VectorSpace(layout, metric, new RowSpace<TKernel>(layout.Dimensions, layout.Stride))
    where TKernel : struct, IVectorKernel
{
    public override double ExactDistance(byte* a, byte* b) => TKernel.ExactDistance(a, b, Layout.Dimensions);
}
