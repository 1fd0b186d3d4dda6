namespace Atelier.Imaging.Vips;

/// <summary>Work with libvips on a thread that is not ours, such as the pool's.</summary>
internal static class VipsThread
{
    private static readonly QuietHeap Heap = new(TimeProvider.System, NativeHeapRules.GiveBack);

    /// <summary>Runs it, then <see cref="End"/>.</summary>
    internal static T Use<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            End();
        }
    }

    /// <summary>Runs it for an upload of so many pixels, then <see cref="End"/>; what a large one leaves goes back to the kernel.</summary>
    internal static T UseForUpload<T>(long pixels, Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            LibVips.ShutDownThread();
            Heap.WorkedOnUpload(pixels);
        }
    }

    /// <summary>Frees what libvips keeps per thread: the pool ends its threads without telling it.</summary>
    internal static void End()
    {
        LibVips.ShutDownThread();
        Heap.Worked();
    }
}
