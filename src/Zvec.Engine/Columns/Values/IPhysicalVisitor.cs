namespace Zvec.Engine.Columns;

/// <summary>Generic code that <see cref="PhysicalTypes.Dispatch"/> calls with the type in which values lie in memory.</summary>
internal interface IPhysicalVisitor<out TResult>
{
    TResult Visit<T>()
        where T : unmanaged;
}
