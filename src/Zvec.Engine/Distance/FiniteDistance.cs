namespace Zvec.Engine.Distance;

/// <summary>Brings a distance into the range of finite floats, so that hits can always be put in order.</summary>
internal static class FiniteDistance
{
    public static float From(double distance)
    {
        if (double.IsNaN(distance))
            return float.MaxValue;
        return (float)Math.Clamp(distance, -float.MaxValue, float.MaxValue);
    }
}
