namespace Atelier.Core.Policy;

/// <summary>What a picture is checked for before it is delivered (requirement C-56).</summary>
public enum PictureCheck
{
    Nsfw,
    Violence,

    /// <summary>Whether it is one of the known pictures.</summary>
    Copyright,

    /// <summary>Whether it carries somebody else's visible mark.</summary>
    Watermark,
}
