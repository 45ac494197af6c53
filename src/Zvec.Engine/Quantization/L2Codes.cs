namespace Zvec.Engine.Quantizers;

/// <summary>‖a − b‖² = ‖a‖² + ‖b‖² − 2⟨a, b⟩.</summary>
internal readonly struct L2Codes : ICodeMetric
{
    public static float Factor => -2;

    public static bool QueryTakesTerm => true;
}
