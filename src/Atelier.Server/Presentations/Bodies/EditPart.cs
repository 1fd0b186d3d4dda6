using Atelier.Server.Wire;

namespace Atelier.Server.Presentations.Bodies;

/// <summary>A change to a picture.</summary>
internal sealed class EditPart : BodyPart
{
    /// <summary>inpaint, outpaint or variation.</summary>
    public string? Type { get; set; }

    /// <summary>Of an inpaint: a picture in base64 of at most 4 MB. With an alpha channel what is transparent is repainted, without one what is white.</summary>
    public string? Mask { get; set; }

    /// <summary>What is to be seen there; an inpaint needs it.</summary>
    public string? Prompt { get; set; }

    /// <summary>0 to 1, 0.8 by default: how far the result may go from the picture.</summary>
    public double? Strength { get; set; }

    /// <summary>Ours, of an outpaint: pixels to add at each edge, in place of growing to the element's ratio.</summary>
    public ExtendPart? Extend { get; set; }
}
