using Atelier.Core.Images;

namespace Atelier.Engine.Renditions;

/// <summary>A file to send. Whoever got it disposes the stream.</summary>
/// <param name="Stream">Seekable, the whole file.</param>
/// <param name="Sha256">Of the file, in lower-case hex.</param>
public sealed record ServedPicture(Stream Stream, FileFormat Format, string Sha256)
{
    /// <summary>
    /// Makes an address at which the place of the files itself gives out this very file, from how long it lives and a name to save it
    /// under; null where the file is nowhere but here, and what it returns is null where the place gives out nothing.
    /// </summary>
    public Func<TimeSpan, string, Uri?>? Presign { get; init; }

    /// <summary>Whether this address can only ever bring these bytes.</summary>
    public bool Fixed { get; init; }

    /// <summary>Whether another Accept header would have brought another file.</summary>
    public bool Negotiated { get; init; }

    /// <summary>Whether a better file is being made, so that asking again soon is worth it.</summary>
    public bool Provisional { get; init; }
}
