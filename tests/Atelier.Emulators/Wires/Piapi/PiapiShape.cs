namespace Atelier.Emulators.Wires.Piapi;

/// <summary>A task of a model: the members of its input, and its price.</summary>
/// <param name="Units">A picture, in ten-millionths of a dollar; where the price depends on more see <see cref="PiapiOrder.Units"/>.</param>
internal sealed record PiapiShape(string Model, string TaskType, Takes Takes, int Units)
{
    private const Takes Flux = Takes.Prompt | Takes.Negative | Takes.Guidance | Takes.Seed | Takes.Steps;
    private const Takes Qwen = Takes.Prompt | Takes.Seed | Takes.Steps | Takes.FlowShift;

    /// <summary>Most pixels of a new picture; null is no limit.</summary>
    public long? MostPixels { get; init; }

    /// <summary>Most pictures of <c>image_urls</c>.</summary>
    public int MostImages { get; init; }

    /// <summary>Whether its words begin with a capital, as some families write them.</summary>
    public bool Capital { get; init; }

    public static IReadOnlyList<PiapiShape> All { get; } =
    [
        new("Qubico/flux1-schnell", "txt2img", Flux | Takes.Size | Takes.Batch, 15_000) { MostPixels = 1_048_576 },
        new("Qubico/flux1-schnell", "img2img", Flux | Takes.Image | Takes.Denoise | Takes.Batch, 15_000),
        new("Qubico/flux1-dev", "txt2img", Flux | Takes.Size, 150_000) { MostPixels = 1_048_576 },
        new("Qubico/flux1-dev", "img2img", Flux | Takes.Image | Takes.Denoise, 150_000),
        new(
            "Qubico/flux1-dev-advanced",
            "kontext",
            Takes.Prompt | Takes.Image | Takes.Size | Takes.Seed | Takes.Steps,
            200_000
        ),
        new("Qubico/flux1-dev-advanced", "fill-inpaint", Flux | Takes.Image | Takes.Mask, 200_000),
        new("Qubico/flux1-dev-advanced", "fill-outpaint", Flux | Takes.Image | Takes.Room, 200_000),
        new("Qubico/qwen-image", "txt2img", Qwen | Takes.Negative | Takes.Size, 150_000),
        new("Qubico/qwen-image", "image-edit", Qwen | Takes.Image, 250_000),
        new(
            "Qubico/z-image",
            "txt2img",
            Takes.Prompt | Takes.Negative | Takes.Size | Takes.Batch | Takes.Seed | Takes.FlowShift,
            20_000
        ),
        new("gemini", "nano-banana-pro", Takes.Prompt | Takes.Images | Takes.Resolution, 1_340_000)
        {
            MostImages = 14,
            Capital = true,
        },
        new("seedream", "seedream-5-lite", Takes.Prompt | Takes.Images | Takes.SizeName, 280_000) { MostImages = 10 },
        new("Qubico/image-toolkit", "upscale", Takes.Image | Takes.Scale, 100_000),
        new("Qubico/image-toolkit", "background-remove", Takes.Image, 100_000),
    ];

    public bool Has(Takes field) => (Takes & field) != 0;
}
