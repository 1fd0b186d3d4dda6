namespace Atelier.Core.Catalogue;

/// <summary>How a wire is told the size of a picture.</summary>
public enum WireSize
{
    /// <summary><c>size</c>, such as <c>1024x1024</c>.</summary>
    Size,

    /// <summary><c>width</c> and <c>height</c>, two numbers.</summary>
    WidthHeight,

    /// <summary><c>aspect_ratio</c>, such as <c>16:9</c>; the server chooses the pixels.</summary>
    AspectRatio,

    /// <summary><c>image_size</c>, such as <c>1024x1024</c>.</summary>
    ImageSize,
}
