namespace Zvec.Engine.Primitives;

/// <summary>Keeps bitmaps that are not used any more for the next who needs one as long, as many as there are processors can use at
/// once.</summary>
internal static class BitmapPool
{
    private const int BitmapsOfOne = 3;

    private static readonly Bitmap?[] Free = new Bitmap?[Environment.ProcessorCount * BitmapsOfOne];
    private static int _next;

    /// <summary>An empty bitmap.</summary>
    public static Bitmap Empty(int length)
    {
        Bitmap bitmap = Rent(length);
        bitmap.MutableWords.Clear();
        return bitmap;
    }

    /// <summary>A bitmap of all rows.</summary>
    public static Bitmap Full(int length)
    {
        Bitmap bitmap = Rent(length);
        bitmap.MutableWords.Fill(ulong.MaxValue);
        bitmap.ClearTail();
        return bitmap;
    }

    /// <summary>A bitmap of the same rows.</summary>
    public static Bitmap Copy(Bitmap other)
    {
        Bitmap bitmap = Rent(other.Length);
        other.Words.CopyTo(bitmap.MutableWords);
        return bitmap;
    }

    /// <summary>Takes a bitmap that nobody uses from here on. One that is never given back is simply collected.</summary>
    public static void Return(Bitmap bitmap)
    {
        for (int i = 0; i < Free.Length; i++)
        {
            if (Free[i] is null && Interlocked.CompareExchange(ref Free[i], bitmap, null) is null)
                return;
        }

        // lengths that are asked for no more must not stay for ever
        int place = (int)((uint)Interlocked.Increment(ref _next) % (uint)Free.Length);
        Volatile.Write(ref Free[place], bitmap);
    }

    private static Bitmap Rent(int length)
    {
        for (int i = 0; i < Free.Length; i++)
        {
            if (Free[i] is not { } seen || seen.Length != length)
                continue;
            if (Interlocked.Exchange(ref Free[i], null) is not { } taken)
                continue;
            if (taken.Length == length)
                return taken;
            Return(taken);
        }

        return new Bitmap(length);
    }
}
