namespace Atelier.Providers.Piapi.Pictures;

/// <summary>A picture that a task looks at, and in which form.</summary>
/// <param name="Field">The member of the input; <see cref="List"/> takes several.</param>
internal sealed record InputPicture(string Field, Guid Image)
{
    /// <summary>The one member that is a list of addresses.</summary>
    public const string List = "image_urls";

    /// <summary>Whether PiAPI fetches it from us, just as it is; otherwise it is uploaded.</summary>
    public bool Fetched { get; init; }

    /// <summary>Whether it is a mask, to be white where to paint.</summary>
    public bool IsMask { get; init; }

    /// <summary>Pixels of the form that is uploaded; 0 leaves the picture's own.</summary>
    public int Width { get; init; }

    /// <summary>Likewise.</summary>
    public int Height { get; init; }

    /// <summary>The image that says where the uploaded form is transparent.</summary>
    public Guid? Holes { get; init; }
}
