namespace Zvec.Engine.Indexes.Vectors;

/// <summary>A row and its exact distance; smaller is nearer.</summary>
internal readonly record struct VectorHit(int Row, double Distance);
