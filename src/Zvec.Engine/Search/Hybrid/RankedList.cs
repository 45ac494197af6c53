namespace Zvec.Engine.Search;

/// <summary>What one query found.</summary>
/// <param name="Rows">The rows, best first.</param>
/// <param name="Scale">What their scores mean.</param>
internal readonly record struct RankedList(RankedRow[] Rows, ScoreScale Scale);
