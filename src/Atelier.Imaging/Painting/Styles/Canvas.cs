using Atelier.Imaging.Painting.Core;

namespace Atelier.Imaging.Painting.Styles;

/// <summary>The painted bytes, RGB, with their frame.</summary>
internal sealed record Canvas(Frame Frame, byte[] Pixels, uint Seed)
{
    public int Stride => Frame.Width * 3;
}
