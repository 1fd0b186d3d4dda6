using Atelier.Core.Images;

namespace Atelier.Engine.Renditions;

/// <summary>Which formats a caller takes, as far as it said so.</summary>
/// <param name="Avif">Only when it was named: no wildcard stands for what older programs cannot show.</param>
public sealed record AcceptedFormats(bool Avif, bool Webp, bool Jpeg, bool Png)
{
    /// <summary>Of a caller that says nothing.</summary>
    public static readonly AcceptedFormats Any = new(Avif: false, Webp: true, Jpeg: true, Png: true);

    /// <summary>The smallest of them. JPEG where none is taken: everybody shows it.</summary>
    public FileFormat Best =>
        Avif ? FileFormat.Avif
        : Webp ? FileFormat.Webp
        : Png && !Jpeg ? FileFormat.Png
        : FileFormat.Jpeg;
}
