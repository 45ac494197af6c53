namespace Zvec.Engine.Expressions;

/// <summary>A part of a formula as it was parsed: says what it is once it is told the schema.</summary>
internal delegate FormulaPart FormulaBuilder(FormulaScope scope);
