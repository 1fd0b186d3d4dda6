namespace Atelier.Imaging.Vips;

/// <summary>Where the loaded libvips came from.</summary>
public enum VipsLibrarySource
{
    /// <summary>The path or the word <c>system</c> in <see cref="VipsOptions.Library"/>.</summary>
    Configured,

    /// <summary>The pinned package under the natives folder.</summary>
    Npm,

    /// <summary>The operating system's, because the pinned one was not found: other versions, other codecs.</summary>
    SystemFallback,
}
