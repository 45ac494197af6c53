using Zvec.Engine.Distance;

namespace Zvec.Engine.Tests.Distance;

/// <summary>Compares a kernel's distances of many rows with those of each.</summary>
internal static unsafe class Rows
{
    public static void Check<TKernel>(byte* query, byte* row, byte* rows, int stride, int[] numbers, int dimensions)
        where TKernel : struct, IRowKernel
    {
        float[] many = new float[numbers.Length + 1];
        float[] manyOfRow = new float[numbers.Length + 1];
        for (int count = 0; count <= numbers.Length; count++)
        {
            Array.Fill(many, 77);
            Array.Fill(manyOfRow, 77);
            fixed (int* chosen = numbers)
            {
                fixed (float* distances = many, rowDistances = manyOfRow)
                {
                    TKernel.Distances(query, rows, stride, chosen, count, distances, dimensions);
                    TKernel.RowDistances(row, rows, stride, chosen, count, rowDistances, dimensions);
                }
            }

            for (int i = 0; i < count; i++)
            {
                byte* other = rows + ((long)numbers[i] * stride);
                Near(TKernel.Distance(query, other, dimensions), many[i]);
                Near(TKernel.RowDistance(row, other, dimensions), manyOfRow[i]);
                Assert.Equal(TKernel.RowDistance(other, row, dimensions), TKernel.RowDistance(row, other, dimensions));
            }

            Assert.Equal(77, many[count]);
            Assert.Equal(77, manyOfRow[count]);
        }

        void Near(float expected, float actual)
        {
            Assert.True(float.IsFinite(actual));
            Assert.True(
                Math.Abs(expected - actual) <= 1e-5f * Math.Max(1, Math.Abs(expected)),
                $"{typeof(TKernel)} {dimensions}: {actual} where {expected} was expected");
        }
    }
}
