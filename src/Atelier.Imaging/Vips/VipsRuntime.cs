using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>The one libvips of this process. Everything in this folder works after <see cref="Start"/> only.</summary>
public sealed class VipsRuntime
{
    private static readonly Lock StartLock = new();
    private static (nint Library, VipsLibraryCandidate Candidate)? s_loaded;
    private static VipsRuntime? s_running;

    private VipsRuntime(string version, VipsLibraryCandidate candidate)
    {
        Version = version;
        LibraryPath = candidate.Path;
        Source = candidate.Source;
    }

    /// <summary>libvips' own version, such as <c>8.18.7</c>.</summary>
    public string Version { get; }

    /// <summary>The file, or the name the system's loader resolved.</summary>
    public string LibraryPath { get; }

    /// <summary>Where the library came from. A host should warn about <see cref="VipsLibrarySource.SystemFallback"/>.</summary>
    public VipsLibrarySource Source { get; }

    /// <summary>
    /// Loads and prepares libvips. Later calls return the running one, whatever their options: a process has one.
    /// </summary>
    /// <exception cref="VipsUnavailableException">It is missing, too old or lacks a codec.</exception>
    public static VipsRuntime Start(VipsOptions options)
    {
        lock (StartLock)
            return s_running ??= Run(options);
    }

    private static VipsRuntime Run(VipsOptions options)
    {
        var (library, candidate) = s_loaded ??= Open(options);
        VipsFunctions.Check(candidate.Path, name => NativeLibrary.TryGetExport(library, name, out _));
        return Prepare(options, candidate);
    }

    private static VipsRuntime Prepare(VipsOptions options, VipsLibraryCandidate candidate)
    {
        NativeHeapRules.Set();
        LibVips.SilenceWarnings();
        if (LibVips.Init("atelier") != 0)
        {
            throw new VipsUnavailableException(
                $"The libvips at {candidate.Path} did not start: {LibVips.TakeErrorText().Trim()}; "
                    + $"{VipsUnavailableException.Advice}."
            );
        }

        VipsRequirements.Check(
            new Version(LibVips.Version(0), LibVips.Version(1), LibVips.Version(2)),
            candidate.Path,
            operation => LibVips.FindType("VipsOperation", operation) != 0
        );

        // Every picture is new, so a cache of operations would only keep its pixels alive.
        LibVips.SetCacheMax(0);
        LibVips.SetConcurrency(options.Concurrency);
        LibVips.BlockOperations("VipsForeignLoad", blocked: true);
        foreach (var (className, _) in VipsRequirements.Loaders)
            LibVips.BlockOperations(className, blocked: false);

        return new VipsRuntime(Marshal.PtrToStringUTF8(LibVips.VersionString()) ?? "", candidate);
    }

    private static (nint, VipsLibraryCandidate) Open(VipsOptions options)
    {
        var locator = new VipsLibraryLocator(AppContext.BaseDirectory, RuntimeInformation.ProcessArchitecture);
        var loaded = VipsLibraryLoader.Load(locator.Find(options));

        // GObject's symbols come from the same handle: npm's file contains them, the system's library depends on them.
        NativeLibrary.SetDllImportResolver(
            typeof(LibVips).Assembly,
            (name, _, _) => name == LibVips.Library ? loaded.Library : 0
        );
        return loaded;
    }
}
