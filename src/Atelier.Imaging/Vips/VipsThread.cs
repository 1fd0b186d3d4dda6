namespace Atelier.Imaging.Vips;

/// <summary>Work with libvips on a thread that is not ours, such as the pool's.</summary>
internal static class VipsThread
{
    /// <summary>Runs it, then frees what libvips keeps per thread: the pool ends its threads without telling it.</summary>
    internal static T Use<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            LibVips.ShutDownThread();
        }
    }
}
