namespace Atelier.Server.Images;

/// <summary>An address that anybody can fetch until it expires.</summary>
/// <param name="Width">Pixels of what it brings: never more than the original has.</param>
/// <param name="Height">Pixels of what it brings.</param>
/// <param name="MediaType">Of what it brings; where the Accept header decides, without one.</param>
internal sealed record UrlView(string Url, DateTimeOffset ExpiresAt, int Width, int Height, string MediaType);
