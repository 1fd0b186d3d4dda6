using Atelier.Server.Generations;

namespace Atelier.Server.OpenAi;

/// <summary>OpenAI's answer to an image generation.</summary>
/// <param name="Created">Unix seconds.</param>
/// <param name="Size">What was delivered, such as 1024x1024.</param>
/// <param name="GenerationId">Ours: the generation behind it, to be found at <c>/v1/generations/{id}</c>.</param>
/// <param name="Model">Ours: the model that ran.</param>
/// <param name="Provider">Ours: where it ran.</param>
/// <param name="FallbackFrom">Ours: what was first in line, when another one ran.</param>
/// <param name="Degradations">Ours: what was lost, as codes.</param>
internal sealed record ImagesAnswer(
    long Created,
    IReadOnlyList<ImageData> Data,
    string Background,
    string OutputFormat,
    string? Size,
    string? Quality,
    Guid GenerationId,
    string Model,
    string Provider,
    FallbackView? FallbackFrom,
    IReadOnlyList<string> Degradations
);

/// <summary>One picture, as base64 or by address.</summary>
internal sealed record ImageData(string? B64Json, string? Url);
