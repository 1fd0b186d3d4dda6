namespace Atelier.Imaging.Stylising;

/// <summary>What a photo can be turned into without a model.</summary>
public enum PhotoStyle
{
    /// <summary>Square dots of few colours.</summary>
    Pixel,

    /// <summary>Brush strokes that follow the shapes.</summary>
    Oil,

    /// <summary>Flat colours and thin dark outlines.</summary>
    Cartoon,

    /// <summary>Gentle washes on paper, with soft edges.</summary>
    Watercolour,

    /// <summary>Loud colours in flat steps, with bold outlines.</summary>
    BoldInk,
}
