namespace Zvec.Engine.Maintenance;

/// <summary>A vector field that takes the place of another: with other elements, rows of another form, or another index.</summary>
/// <param name="Target">The field, with an identifier that no field has had.</param>
/// <param name="Source">The field whose vectors it takes over.</param>
internal sealed record VectorRewrite(VectorSchema Target, VectorSchema Source);
