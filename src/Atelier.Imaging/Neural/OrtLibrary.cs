using System.Runtime.InteropServices;

namespace Atelier.Imaging.Neural;

/// <summary>ONNX Runtime, as its table of functions. It stays loaded as long as the process lives.</summary>
internal sealed unsafe class OrtLibrary
{
    // Of the table; each later version of the library serves it too.
    private const uint Version = 11;

    private readonly nint* _table;

    private OrtLibrary(nint* table) => _table = table;

    /// <exception cref="NeuralException">The file is missing, or is no library for this machine.</exception>
    internal static OrtLibrary Load(string path)
    {
        try
        {
            var library = NativeLibrary.Load(path);
            var entry = (delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
            var table = ((delegate* unmanaged[Cdecl]<uint, nint*>)entry()[0])(Version);
            return table is null ? throw new NeuralException("ONNX Runtime is too old.") : new OrtLibrary(table);
        }
        catch (Exception failure)
            when (failure is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new NeuralException("ONNX Runtime could not be loaded.", failure);
        }
    }

    internal nint At(OrtSlot slot) => _table[(int)slot];

    internal OrtHandle Own(nint value, OrtSlot release) =>
        new(value, (delegate* unmanaged[Cdecl]<nint, void>)At(release));

    /// <summary>Makes an object by a function that takes nothing but the place for it.</summary>
    internal OrtHandle Make(OrtSlot create, OrtSlot release)
    {
        nint made;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)At(create))(&made));
        return Own(made, release);
    }

    /// <exception cref="NeuralException">It is an error.</exception>
    internal void Check(nint status)
    {
        if (status == 0)
            return;

        using var owned = Own(status, OrtSlot.ReleaseStatus);
        var text = ((delegate* unmanaged[Cdecl]<nint, byte*>)At(OrtSlot.ErrorMessage))(status);
        throw new NeuralException(Marshal.PtrToStringUTF8((nint)text) ?? "ONNX Runtime failed.");
    }
}
