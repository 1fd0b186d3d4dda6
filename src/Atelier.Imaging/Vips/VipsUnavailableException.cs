namespace Atelier.Imaging.Vips;

/// <summary>libvips is missing or lacks something we need. The text says what, and how to install it.</summary>
public sealed class VipsUnavailableException : Exception
{
    internal const string Advice =
        "run `npm ci --ignore-scripts` in the folder natives, or install the package libvips42 of Debian or Ubuntu";

    public VipsUnavailableException() { }

    public VipsUnavailableException(string message)
        : base(message) { }

    public VipsUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }
}
