namespace Atelier.Core.Catalogue;

/// <summary>What an offer can do; a request needs exactly one of them.</summary>
public enum Capability
{
    TextToImage,
    ImageToImage,
    Inpainting,
    Outpainting,
    Variations,
    Upscaling,
    BackgroundRemoval,
}
