using System.ComponentModel.DataAnnotations;

namespace Atelier.Imaging.Vips;

/// <summary>Where libvips is found and how much of the machine one picture may use.</summary>
public sealed class VipsOptions
{
    /// <summary>The value of <see cref="Library"/> that asks for the library of the operating system.</summary>
    public const string SystemLibrary = "system";

    /// <summary>
    /// A path to the library, or <c>system</c>. Nothing else is tried then. By default npm's library is taken, and the
    /// system's where that is missing.
    /// </summary>
    public string? Library { get; set; }

    /// <summary>
    /// The folder in which <c>npm ci</c> ran. By default a folder <c>natives</c> beside the program or above it.
    /// </summary>
    public string? NativesFolder { get; set; }

    /// <summary>Threads libvips uses for one picture. The default is 1: one picture per core gives more throughput.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 1;
}
