using Zvec.Engine.Expressions;

namespace Zvec.Engine.Maintenance;

/// <summary>A field whose values the documents that are there get from others of their fields.</summary>
/// <param name="Target">The field, with an identifier that no field has had.</param>
/// <param name="Source">The field whose values it takes over as they are; null when they are computed.</param>
/// <param name="Values">Computes them; null when they are taken over.</param>
internal sealed record FieldRewrite(FieldSchema Target, FieldSchema? Source, BoundExpression? Values);
