using Zvec.Engine.Indexes.Vectors;
using Zvec.Engine.Segments;

namespace Zvec.Engine.Search;

/// <summary>What all segments are searched for.</summary>
/// <param name="Snapshot">The collection.</param>
/// <param name="Query">The query.</param>
/// <param name="Field">The field that it searches.</param>
/// <param name="Space">The metric, for vectors as the schema has them.</param>
/// <param name="Wanted">How many rows are wanted.</param>
/// <param name="Cancellation">Stops between some thousand rows.</param>
internal sealed record VectorSearchPlan(
    Snapshot Snapshot, VectorQuery Query, VectorSchema Field, VectorSpace Space, int Wanted, CancellationToken Cancellation);
