using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Data.Images;

namespace Atelier.Server.Presentations;

/// <summary>An image of the caller's that is to be changed, and what is known of how it was made.</summary>
/// <param name="Quality">It was made at; standard for what a caller brought.</param>
/// <param name="Note">Of the request that made it; made up where that came by another door.</param>
internal sealed record DeckSource(ImageRow Image, Quality Quality, ElementNote Note)
{
    public PixelSize Size => new(Image.Width, Image.Height);
}
