namespace Atelier.Engine.Checking;

/// <summary>What finished pictures are looked at for.</summary>
public enum PictureCheck
{
    Nsfw,
    Violence,
    Copyright,
    Watermark,
}
