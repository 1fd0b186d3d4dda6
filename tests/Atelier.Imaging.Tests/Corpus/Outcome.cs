using Atelier.Imaging.Reading;

namespace Atelier.Imaging.Tests.Corpus;

/// <summary>What reading a file came to: pixels, or a reason. One of the two is there.</summary>
internal sealed record Outcome(PixelBuffer? Picture, UnreadablePictureReason? Reason)
{
    public override string ToString() =>
        Picture is { } picture
            ? $"accepted as {picture.Width} x {picture.Height} x {picture.Bands}"
            : $"refused as {Reason}";
}
