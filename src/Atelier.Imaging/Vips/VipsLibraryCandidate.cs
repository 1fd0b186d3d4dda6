namespace Atelier.Imaging.Vips;

/// <summary>One file (or one name for the system's loader) that may be libvips.</summary>
internal sealed record VipsLibraryCandidate(string Path, VipsLibrarySource Source);
