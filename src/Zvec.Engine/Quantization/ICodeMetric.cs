namespace Zvec.Engine.Quantizers;

/// <summary>How the distance of two vectors comes from their inner product.</summary>
internal interface ICodeMetric
{
    /// <summary>What the inner product is multiplied by.</summary>
    static abstract float Factor { get; }

    /// <summary>Whether the distance to a query takes in the term that a code keeps; see <see cref="Quantizer.RowTerm"/>.</summary>
    static abstract bool QueryTakesTerm { get; }
}
