using System.Runtime.Intrinsics;
using Zvec.Engine.Primitives;

namespace Zvec.Engine.Indexes.Vectors;

/// <summary>Centroids laid out so that many points are compared with all of them at the speed of the processor's multipliers: sixteen
/// centroids are a panel, which holds their first elements side by side, then their second, and so on.</summary>
/// <remarks>Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 2008: one element of a point meets sixteen
/// centroids in one instruction, four points share what is loaded of two panels, and a block of points stays in the cache while all panels
/// pass by.</remarks>
internal sealed unsafe class CentroidPanels : IDisposable
{
    /// <summary>The number of points of a block is a multiple of this.</summary>
    public const int PointsAtOnce = 4;

    private const int Lanes = 16;

    private readonly NativeBuffer _buffer;
    private readonly int _dimensions;
    private readonly int _panels;

    /// <param name="capacity">The most centroids.</param>
    /// <param name="dimensions">The elements of each.</param>
    public CentroidPanels(int capacity, int dimensions)
    {
        _dimensions = dimensions;
        _panels = ((capacity + (2 * Lanes) - 1) / (2 * Lanes)) * 2;
        _buffer = new NativeBuffer(Bytes(capacity, dimensions));
    }

    /// <summary>The number of centroids.</summary>
    public int Count { get; private set; }

    private long PanelFloats => (long)(_dimensions + 1) * Lanes;

    public static long Bytes(int capacity, int dimensions) =>
        (((long)capacity + (2 * Lanes) - 1) / (2 * Lanes)) * 2 * Lanes * (dimensions + 1) * sizeof(float);

    /// <summary>Takes in centroids.</summary>
    /// <param name="centroids">One after another.</param>
    /// <param name="count">How many.</param>
    /// <param name="isSpherical">Whether the nearest is the one with the largest inner product; else the one under L2.</param>
    public void Set(ReadOnlySpan<float> centroids, int count, bool isSpherical)
    {
        Count = count;
        for (int centroid = 0; centroid < _panels * Lanes; centroid++)
        {
            float* column = (float*)_buffer.Pointer + (centroid / Lanes * PanelFloats) + (centroid % Lanes);
            double squares = 0;
            for (int i = 0; i < _dimensions; i++)
            {
                float element = centroid < count ? centroids[(centroid * _dimensions) + i] : 0;
                column[(i + 1) * Lanes] = element;
                squares += (double)element * element;
            }

            // ‖x − c‖² is least where ⟨x, c⟩ − ‖c‖²/2 is greatest
            column[0] = centroid >= count ? float.NegativeInfinity : isSpherical ? 0 : (float)(-squares / 2);
        }
    }

    /// <summary>Finds the nearest centroid of each point of a block; of several equally near the first.</summary>
    /// <param name="points">The points one after another, a multiple of <see cref="PointsAtOnce"/> of them.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="scratch">Room for 32 floats a point.</param>
    /// <param name="nearest">Where the numbers of the centroids go.</param>
    public void FindNearest(float* points, int count, float* scratch, int* nearest)
    {
        float* greatest = scratch;
        float* greatestPanels = scratch + (count * Lanes);
        for (int i = 0; i < count * Lanes; i += Lanes)
        {
            Vector512.Create(float.NegativeInfinity).Store(greatest + i);
            Vector512<float>.Zero.Store(greatestPanels + i);
        }

        for (int panel = 0; panel < _panels; panel += 2)
        {
            float* first = (float*)_buffer.Pointer + (panel * PanelFloats);
            for (int point = 0; point < count; point += PointsAtOnce)
                Compare(first, panel, points + ((long)point * _dimensions), greatest + (point * Lanes), greatestPanels + (point * Lanes));
        }

        for (int point = 0; point < count; point++)
        {
            int best = 0;
            float bestScore = float.NegativeInfinity;
            for (int lane = 0; lane < Lanes; lane++)
            {
                float score = greatest[(point * Lanes) + lane];
                int centroid = (BitConverter.SingleToInt32Bits(greatestPanels[(point * Lanes) + lane]) * Lanes) + lane;
                if (score > bestScore || (score == bestScore && centroid < best))
                {
                    best = centroid;
                    bestScore = score;
                }
            }

            nearest[point] = best < Count ? best : 0;
        }
    }

    public void Dispose() => _buffer.Dispose();

    private void Compare(float* panel, int number, float* points, float* greatest, float* greatestPanels)
    {
        nint dimensions = _dimensions;
        float* second = panel + PanelFloats;
        Vector512<float> bias = Vector512.Load(panel);
        Vector512<float> a0 = bias, b0 = bias, c0 = bias, d0 = bias;
        bias = Vector512.Load(second);
        Vector512<float> a1 = bias, b1 = bias, c1 = bias, d1 = bias;
        float* a = points;
        float* b = a + dimensions;
        float* c = b + dimensions;
        float* d = c + dimensions;
        for (nint i = 0; i < dimensions; i++)
        {
            Vector512<float> left = Vector512.Load(panel + ((i + 1) * Lanes));
            Vector512<float> right = Vector512.Load(second + ((i + 1) * Lanes));
            var element = Vector512.Create(a[i]);
            a0 = Vector512.FusedMultiplyAdd(element, left, a0);
            a1 = Vector512.FusedMultiplyAdd(element, right, a1);
            element = Vector512.Create(b[i]);
            b0 = Vector512.FusedMultiplyAdd(element, left, b0);
            b1 = Vector512.FusedMultiplyAdd(element, right, b1);
            element = Vector512.Create(c[i]);
            c0 = Vector512.FusedMultiplyAdd(element, left, c0);
            c1 = Vector512.FusedMultiplyAdd(element, right, c1);
            element = Vector512.Create(d[i]);
            d0 = Vector512.FusedMultiplyAdd(element, left, d0);
            d1 = Vector512.FusedMultiplyAdd(element, right, d1);
        }

        Keep(a0, a1, number, greatest, greatestPanels);
        Keep(b0, b1, number, greatest + Lanes, greatestPanels + Lanes);
        Keep(c0, c1, number, greatest + (2 * Lanes), greatestPanels + (2 * Lanes));
        Keep(d0, d1, number, greatest + (3 * Lanes), greatestPanels + (3 * Lanes));
    }

    private static void Keep(Vector512<float> left, Vector512<float> right, int panel, float* greatest, float* greatestPanels)
    {
        Vector512<float> best = Vector512.Load(greatest);
        Vector512<int> bestPanel = Vector512.Load((int*)greatestPanels);
        Vector512<float> isGreater = Vector512.GreaterThan(left, best);
        best = Vector512.ConditionalSelect(isGreater, left, best);
        bestPanel = Vector512.ConditionalSelect(isGreater.AsInt32(), Vector512.Create(panel), bestPanel);
        isGreater = Vector512.GreaterThan(right, best);
        Vector512.ConditionalSelect(isGreater, right, best).Store(greatest);
        Vector512.ConditionalSelect(isGreater.AsInt32(), Vector512.Create(panel + 1), bestPanel).Store((int*)greatestPanels);
    }
}
