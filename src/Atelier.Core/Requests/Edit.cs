namespace Atelier.Core.Requests;

/// <summary>A change to a picture: inpaint, outpaint or variation. It is never run as plain text to image.</summary>
/// <param name="Source">One of the caller's images.</param>
/// <param name="Strength">0 to 1: how far the result may go from the source.</param>
public abstract record Edit(Guid Source, string? Prompt, double Strength) : ImageOperation;
