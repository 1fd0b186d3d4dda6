namespace Atelier.Data.Images;

/// <summary>A finished image, its files already stored.</summary>
public sealed record NewImage(
    Guid Id,
    string Provider,
    string Model,
    long? Seed,
    int Width,
    int Height,
    string Format,
    IReadOnlyDictionary<string, ImageFile> Files
);
