using Atelier.Data.Images;

namespace Atelier.Server.Reviews;

/// <summary>A picture that waits for a person.</summary>
/// <param name="LookUrl">Where it can be looked at for a quarter of an hour, with a key or session of the admin scope.</param>
/// <param name="Checks">passed, failed or not_available, by check.</param>
internal sealed record ReviewPictureView(
    Guid Id,
    string LookUrl,
    int Width,
    int Height,
    string Model,
    string Provider,
    IReadOnlyDictionary<string, string> Checks
)
{
    public static ReviewPictureView Of(ImageRow image, string look) =>
        new(
            image.Id,
            look,
            image.Width,
            image.Height,
            image.Model,
            image.Provider,
            image.Checks ?? new Dictionary<string, string>()
        );
}
