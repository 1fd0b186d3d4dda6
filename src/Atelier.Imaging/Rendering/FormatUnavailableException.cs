using Atelier.Core.Images;

namespace Atelier.Imaging.Rendering;

/// <summary>The libvips of this machine cannot write that format.</summary>
public sealed class FormatUnavailableException : Exception
{
    public FormatUnavailableException() { }

    public FormatUnavailableException(string message)
        : base(message) { }

    public FormatUnavailableException(string message, Exception innerException)
        : base(message, innerException) { }

    internal FormatUnavailableException(FileFormat format)
        : base($"Pictures cannot be written as {format} on this machine.") => Format = format;

    /// <summary>The format that was asked for.</summary>
    public FileFormat Format { get; }
}
