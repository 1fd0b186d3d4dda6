using System.Runtime.InteropServices;

namespace Atelier.Imaging.Tests.Vips;

/// <summary>What malloc has handed out in this process; .NET's own heap is not part of it.</summary>
internal static class NativeHeap
{
    internal static long UsedBytes()
    {
        var library = NativeLibrary.Load("libc.so.6");
        var ask = Marshal.GetDelegateForFunctionPointer<Ask>(NativeLibrary.GetExport(library, "mallinfo2"));
        var info = ask();
        return (long)(info.InArenas + info.Mapped);
    }

    private delegate Info Ask();

    // The names of malloc.h say little: hblkhd is Mapped, uordblks is InArenas.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Info
    {
        private readonly nuint _arena;
        private readonly nuint _ordblks;
        private readonly nuint _smblks;
        private readonly nuint _hblks;
        internal readonly nuint Mapped;
        private readonly nuint _usmblks;
        private readonly nuint _fsmblks;
        internal readonly nuint InArenas;
        private readonly nuint _fordblks;
        private readonly nuint _keepcost;
    }
}
