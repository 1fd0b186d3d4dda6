namespace Atelier.Emulators.Pictures;

/// <summary>Paints in place of the emulators from what a wire was sent, so that its pictures show what arrived there.</summary>
public interface IPicturePainter
{
    /// <summary>Called with each body that is let in, before it is answered.</summary>
    /// <param name="prompt">As the wire read it; empty where it has none.</param>
    /// <param name="files">The parts of a multipart body; empty for any other.</param>
    Task ReceiveAsync(string wire, string prompt, byte[] body, IReadOnlyList<byte[]> files);

    /// <summary>A PNG of exactly that size; null where the wire was sent nothing to paint from.</summary>
    byte[]? Paint(string wire, int width, int height);
}
