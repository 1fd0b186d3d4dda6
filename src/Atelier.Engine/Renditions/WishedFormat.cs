namespace Atelier.Engine.Renditions;

/// <summary>The format a caller asks for.</summary>
public enum WishedFormat
{
    /// <summary>The smallest that the caller's <c>Accept</c> header takes.</summary>
    Auto,
    Png,
    Jpeg,
    Webp,
    Avif,
}
