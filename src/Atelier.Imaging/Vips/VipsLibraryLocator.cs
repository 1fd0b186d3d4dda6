using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>Lists the places where libvips may be, best first. Loads nothing.</summary>
internal sealed class VipsLibraryLocator(string baseDirectory, Architecture architecture)
{
    /// <summary>The name by which the system's loader knows libvips; 42 is its binary interface since 2015.</summary>
    internal const string SystemName = "libvips.so.42";

    internal IReadOnlyList<VipsLibraryCandidate> Find(VipsOptions options)
    {
        if (string.Equals(options.Library, VipsOptions.SystemLibrary, StringComparison.OrdinalIgnoreCase))
            return [new VipsLibraryCandidate(SystemName, VipsLibrarySource.Configured)];
        if (!string.IsNullOrWhiteSpace(options.Library))
            return [new VipsLibraryCandidate(Path.GetFullPath(options.Library), VipsLibrarySource.Configured)];

        return
        [
            .. NativesFolders
                .Of(options, baseDirectory)
                .SelectMany(PinnedLibraries)
                .Distinct(StringComparer.Ordinal)
                .Select(path => new VipsLibraryCandidate(path, VipsLibrarySource.Npm)),
            new VipsLibraryCandidate(SystemName, VipsLibrarySource.SystemFallback),
        ];
    }

    private IEnumerable<string> PinnedLibraries(string nativesFolder)
    {
        var package = architecture switch
        {
            Architecture.X64 => "sharp-libvips-linux-x64",
            Architecture.Arm64 => "sharp-libvips-linux-arm64",
            _ => null,
        };
        if (package is null)
            return [];

        var folder = Path.Combine(nativesFolder, "node_modules", "@img", package, "lib");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "libvips*.so*").Order(StringComparer.Ordinal)
            : [];
    }
}
