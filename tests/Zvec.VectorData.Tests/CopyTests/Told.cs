namespace Zvec.VectorData.Tests.CopyTests;

/// <summary>Notes what it is told, at once.</summary>
internal sealed class Told(List<ZvecCopyCounts> all, Action? then = null) : IProgress<ZvecCopyCounts>
{
    public void Report(ZvecCopyCounts value)
    {
        all.Add(value);
        then?.Invoke();
    }
}
