using System.Runtime.InteropServices;

namespace Atelier.Imaging.Vips;

/// <summary>Opens the first candidate that can be opened.</summary>
internal static class VipsLibraryLoader
{
    /// <exception cref="VipsUnavailableException">None could; the text lists what was tried.</exception>
    internal static (nint Library, VipsLibraryCandidate Candidate) Load(IReadOnlyList<VipsLibraryCandidate> candidates)
    {
        var failures = new List<Exception>();
        foreach (var candidate in candidates)
        {
            try
            {
                return (NativeLibrary.Load(candidate.Path), candidate);
            }
            catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
            {
                failures.Add(failure);
            }
        }

        throw new VipsUnavailableException(
            $"libvips could not be loaded (tried {string.Join(", ", candidates.Select(candidate => candidate.Path))}); "
                + $"{VipsUnavailableException.Advice}.",
            new AggregateException(failures)
        );
    }
}
